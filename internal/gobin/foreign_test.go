package gobin

import (
	"bytes"
	"debug/elf"
	"debug/gosym"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestForeign compares files for another processor, which cannot be run here, with debug/gosym,
// which knows no inlined calls, and the inlined calls of one function with its source.
func TestForeign(t *testing.T) {
	arm64 := []string{"GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0"}
	for _, toolchain := range toolchains() {
		for _, v := range []variant{
			{name: "plain", env: arm64},
			{name: "pie", env: arm64, args: []string{"-buildmode=pie"}},
		} {
			t.Run(toolchain+"/"+v.name, func(t *testing.T) {
				bin := build(t, toolchain, v)
				f := open(t, bin)
				compare(t, f, symbolsOf(t, bin, f.tab.text))
				checkInlined(t, f)
			})
		}
	}
}

// compare compares all functions, and the lines of every hundredth.
func compare(t *testing.T, f *File, want *gosym.Table) {
	n, lines := 0, 0
	for fn := range f.Funcs() {
		if n == len(want.Funcs) {
			t.Fatalf("more than %d functions", n)
		}
		g := want.Funcs[n]
		if fn != (Func{g.Name, g.Entry, g.End}) {
			t.Fatalf("function %d is %v, want %v", n, fn, g)
		}
		n++
		for pc := fn.Entry; pc < fn.End && n%100 == 0; pc += f.tab.quantum {
			file, line, _ := want.PCToLine(pc)
			got := f.Frames(pc)[0]
			if got.File != strings.TrimPrefix(file, "?") || got.Line != line {
				t.Fatalf("%#x is at %s:%d, want %s:%d", pc, got.File, got.Line, file, line)
			}
			lines++
		}
	}
	if n != len(want.Funcs) || n < 1000 || lines < 1000 {
		t.Errorf("%d functions, %d lines; want %d functions", n, lines, len(want.Funcs))
	}
}

// symbolsOf reads the function table of a file with debug/gosym.
func symbolsOf(t testing.TB, path string, text uint64) *gosym.Table {
	t.Helper()
	e, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	section := e.Section(".gopclntab")
	if section == nil {
		section = e.Section(".data.rel.ro.gopclntab")
	}
	if section == nil {
		t.Skip("no section for debug/gosym")
	}
	data, err := section.Data()
	if err != nil {
		t.Fatal(err)
	}
	table, err := gosym.NewTable(nil, gosym.NewLineTable(data, text))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// checkInlined looks for the call chain that testdata/truth/main.go marks with comments.
func checkInlined(t *testing.T, f *File) {
	source, err := os.ReadFile(filepath.Join("testdata", "truth", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	lineOf := func(mark string) int {
		before, _, _ := bytes.Cut(source, []byte("// line: "+mark+"\n"))
		return bytes.Count(before, []byte("\n")) + 1
	}
	chain := []string{"leaf", "middle", "outer"}
	main, _ := f.Lookup("main.main")
	for pc := main.Entry; pc < main.End; pc += f.tab.quantum {
		frames := f.Frames(pc)
		if len(frames) != 4 {
			continue
		}
		for i, name := range chain {
			fr := frames[i]
			if fr.Func != "main."+name || fr.Line != lineOf(name) || filepath.Base(fr.File) != "main.go" {
				t.Errorf("frame %d at %#x is %v, want main.%s at line %d", i, pc, fr, name, lineOf(name))
			}
		}
		if frames[3].Func != "main.main" {
			t.Errorf("outermost frame is %v, want main.main", frames[3])
		}
		return
	}
	t.Error("no address of main.main with three inlined calls")
}
