package gobin

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/timeline"
)

// openBytes opens a file that lies in memory.
func openBytes(data []byte) (*File, error) {
	return newFile(bytes.NewReader(data), int64(len(data)))
}

func TestLayouts(t *testing.T) {
	const at = tinyBase + tinyText
	funcs := []Func{
		{"runtime.systemstack_switch", at, at + 0x10},
		{"runtime.main", at + 0x10, at + 0x20},
		{"main.main", at + 0x20, at + 0x30},
	}
	inlined := []timeline.Frame{
		{Func: "main.innermost", File: "/src/main.go", Line: 30, PC: at + 0x24},
		{Func: "main.inner", File: "/src/main.go", Line: 20, PC: at + 0x28},
		{Func: "main.main", File: "/src/main.go", Line: 11, PC: at + 0x2c},
	}
	files := map[string][]byte{}
	for version, l := range tinyLayouts {
		files[version], files[version+" relocated"] = tiny(l), tinySections(l)
	}
	for name, data := range files {
		t.Run(name, func(t *testing.T) {
			f, err := openBytes(data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(funcs, slices.Collect(f.Funcs())); diff != "" {
				t.Errorf("Funcs: (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(inlined, f.Frames(at+0x24)); diff != "" {
				t.Errorf("Frames: (-want +got)\n%s", diff)
			}
			alone := []timeline.Frame{{Func: "runtime.main", File: "/src/runtime.go", Line: 10, PC: at + 0x10}}
			if diff := cmp.Diff(alone, f.Frames(at+0x10)); diff != "" {
				t.Errorf("Frames: (-want +got)\n%s", diff)
			}
			for _, pc := range []uint64{0, at - 1, at + 0x30, ^uint64(0)} {
				if got := f.Frames(pc); got != nil {
					t.Errorf("Frames(%#x) = %v, want none", pc, got)
				}
			}
			if fn, ok := f.Lookup("main.main"); !ok || fn != funcs[2] {
				t.Errorf("Lookup(main.main) = %v, %v", fn, ok)
			}
			if fn, ok := f.Lookup("main"); ok {
				t.Errorf("Lookup(main) = %v, want none", fn)
			}
			if slide, ok := f.Slide(tinyBase, 0); slide != 0 || !ok || f.PIE() {
				t.Errorf("Slide, PIE() = %#x, %v, %v, want 0, true, false", slide, ok, f.PIE())
			}
			if f.Version() != "" || f.BuildInfo() != nil {
				t.Errorf("Version, BuildInfo = %q, %v, want none", f.Version(), f.BuildInfo())
			}
		})
	}
}

// TestRefused wants a file that is not known throughout refused rather than read wrongly.
func TestRefused(t *testing.T) {
	set64 := func(off int, v uint64) func([]byte) []byte {
		return func(b []byte) []byte { binary.LittleEndian.PutUint64(b[off:], v); return b }
	}
	word := func(i int) int { return tinyModule + 8*i }
	tests := []struct {
		name   string
		change func([]byte) []byte
		want   error
		text   string
	}{
		{"empty", func(b []byte) []byte { return nil }, errors.ErrUnsupported, "not an ELF"},
		{"script", func([]byte) []byte { return []byte("#!/bin/sh\n") }, errors.ErrUnsupported, "not an ELF"},
		{"32-bit", func(b []byte) []byte { b[4] = 1; return b }, errors.ErrUnsupported, "64-bit"},
		{"big-endian", func(b []byte) []byte { b[5] = 2; return b }, errors.ErrUnsupported, "little-endian"},
		{"relocatable", func(b []byte) []byte { b[16] = 1; return b }, errors.ErrUnsupported, "ET_REL"},
		{"no table", set64(tinyTable, 0), ErrNotGo, ""},
		{"of go1.17", set64(tinyTable, 0x08010000_fffffffa), ErrNotGo, ""},
		{"table cut off", func(b []byte) []byte { return b[:tinyTable+0x100] }, ErrNotGo, ""},
		{"too many functions", set64(tinyTable+8, 1<<40), ErrNotGo, ""},
		{"no module data", set64(word(wordHeader), 0), errors.ErrUnsupported, "no module data"},
		{"other tables", set64(word(wordTables+3), tinyBase), errors.ErrUnsupported, "no module data"},
		{"other text", set64(word(wordText), tinyBase+tinyText+0x40), errors.ErrUnsupported, "code lies elsewhere"},
		{"other first function", set64(word(wordMinPC), tinyBase), errors.ErrUnsupported, "code lies elsewhere"},
		{"code that is not executable", set64(68, 4), errors.ErrUnsupported, "code lies elsewhere"},
		{"code in sections", func(b []byte) []byte { return set64(word(42), 2)(set64(word(43), 2)(b)) },
			errors.ErrUnsupported, "split"},
		{"no sections", set64(word(41), 0), errors.ErrUnsupported, "unknown layout"},
		{"other function data", set64(word(40), tinyBase+0x100), errors.ErrUnsupported, "function data"},
		{"no runtime", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("runtime.main"), []byte("obscure.main")) },
			errors.ErrUnsupported, "runtime.main"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := openBytes(tt.change(tiny(tinyLayouts["go1.20"])))
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("error %v, want %v with %q", err, tt.want, tt.text)
			}
		})
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "absent")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent file: %v", err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("folder: %v", err)
	}
	path := filepath.Join(dir, "tiny")
	if err := os.WriteFile(path, tiny(tinyLayouts["go1.27"]), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, path)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if file, err := os.Open(path); err == nil {
		file.Close()
		t.Skip("this user may read every file")
	}
	if _, err := Open(path); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("without access: %v", err)
	}
}

// TestSelf compares the stack of the test with what the file says.
func TestSelf(t *testing.T) {
	f := self(t)
	fn, ok := f.Lookup("github.com/cupelgo/cupel/internal/gobin.TestSelf")
	if !ok {
		t.Fatal("the test is not found")
	}
	slide := uint64(reflect.ValueOf(TestSelf).Pointer()) - fn.Entry
	pcs := make([]uintptr, 32)
	pcs = pcs[:runtime.Callers(1, pcs)]
	frames := runtime.CallersFrames(pcs)
	for i := 0; i < len(pcs); {
		at := f.Frames(uint64(pcs[i]) - 1 - slide)
		for _, got := range at {
			want, _ := frames.Next()
			if got.Func != want.Function || got.File != want.File || got.Line != want.Line {
				t.Errorf("frame %d is %v, want %v", i, got, want)
			}
		}
		i += max(len(at), 1)
	}
	if f.Version() != runtime.Version() || f.BuildInfo() == nil {
		t.Errorf("Version, BuildInfo = %q, %v, want %q", f.Version(), f.BuildInfo(), runtime.Version())
	}
}

// TestConcurrent is for the race detector.
func TestConcurrent(t *testing.T) {
	f := self(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			main, ok := f.Lookup("runtime.main")
			if !ok || len(f.Frames(main.Entry)) == 0 || f.Version() == "" {
				t.Error("runtime.main is not found")
			}
		})
	}
	wg.Wait()
}

// TestCutShort wants nothing found, and nothing wrong, in a file that got shorter after it was opened.
func TestCutShort(t *testing.T) {
	f := self(t)
	path := filepath.Join(t.TempDir(), "copy")
	data, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(path, data, 0o700)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole, short := slices.Collect(f.Funcs()), open(t, path)
	if err := os.Truncate(path, 100<<10); err != nil {
		t.Fatal(err)
	}
	n := 0
	for fn := range short.Funcs() {
		if fn != whole[n] {
			t.Fatalf("function %d is %v, want %v", n, fn, whole[n])
		}
		n++
	}
	if n == len(whole) {
		t.Error("all functions found")
	}
	if got := short.Frames(whole[len(whole)/2].Entry); got != nil {
		t.Errorf("Frames = %v, want none", got)
	}
	if fn, ok := short.Lookup(whole[0].Name); ok {
		t.Errorf("Lookup = %v, want none", fn)
	}
}

// FuzzOpen opens damaged files and asks everything: no panic, no endless loop, no allocation that
// the size of the file does not bound.
func FuzzOpen(f *testing.F) {
	for _, l := range tinyLayouts {
		f.Add(tiny(l))
		f.Add(tinySections(l))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := openBytes(data)
		if err != nil {
			return
		}
		n := 0
		for fn := range file.Funcs() {
			file.Frames(fn.Entry)
			file.Frames(fn.Entry + 4)
			n++
		}
		if n > len(data)/8 {
			t.Errorf("%d functions in %d bytes", n, len(data))
		}
		file.Lookup("main.main")
		file.Slide(tinyBase, 0)
		file.Version()
	})
}
