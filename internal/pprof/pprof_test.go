package pprof

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
)

// allocated is so much that a sample of it is taken for certain.
var allocated []byte

// heap writes a profile of this process, which has something in it.
func heap(t *testing.T, name string) string {
	t.Helper()
	allocated = make([]byte, 64*runtime.MemProfileRate)
	runtime.GC() // a profile is that of the last collection
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := pprof.Lookup("allocs").WriteTo(f, 0); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, at *url.URL, view string) (status int, text string) {
	t.Helper()
	resp, err := http.Get(at.String() + view)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func listens(at *url.URL) bool {
	c, err := net.Dial("tcp", at.Host)
	if err == nil {
		c.Close()
	}
	return err == nil
}

func TestURL(t *testing.T) {
	s := New(t.TempDir(), os.Environ())
	defer s.Close()
	file := heap(t, "allocs.pb.gz")
	at, err := s.URL(t.Context(), file, runtime.Version())
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range []string{"flamegraph", "top", "peek"} {
		if code, text := read(t, at, view); code != 200 || !strings.Contains(text, "alloc_space") {
			t.Errorf("%s = %d %.200s, want a page about alloc_space", view, code, text)
		}
	}
	if again, err := s.URL(t.Context(), file, runtime.Version()); err != nil || again.Host != at.Host {
		t.Errorf("asked again = %v, %v, want the same process at %s", again, err, at.Host)
	}
	s.Close()
	if listens(at) {
		t.Errorf("somebody listens on %s after Close", at.Host)
	}
}

// TestSource looks at a line of the standard library whose name was trimmed.
func TestSource(t *testing.T) {
	f := &profile.Function{ID: 1, Name: "fmt.Println", Filename: "fmt/print.go"}
	l := &profile.Location{ID: 1, Line: []profile.Line{{Function: f, Line: 1}}}
	p := &profile.Profile{
		SampleType: []*profile.ValueType{{Type: "cpu", Unit: "nanoseconds"}},
		Sample:     []*profile.Sample{{Location: []*profile.Location{l}, Value: []int64{1}}},
		Location:   []*profile.Location{l}, Function: []*profile.Function{f},
	}
	file := filepath.Join(t.TempDir(), "cpu.pb.gz")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(p.Write(out), out.Close()); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]bool{runtime.Version(): true, "go1.2": false} {
		s := New(t.TempDir(), os.Environ())
		defer s.Close()
		at, err := s.URL(t.Context(), file, version)
		if err != nil {
			t.Fatal(err)
		}
		code, text := read(t, at, "source?f=Println")
		if got := strings.Contains(text, "The Go Authors. All rights reserved."); code != 200 || got != want {
			t.Errorf("source for %s = %d, with the first line of fmt/print.go %t, want %t", version, code, got, want)
		}
	}
}

// TestMost asks for one profile more than there may be processes: the first one ends.
func TestMost(t *testing.T) {
	s := New(t.TempDir(), os.Environ())
	defer s.Close()
	var all []*url.URL
	for i := range most + 1 {
		at, err := s.URL(t.Context(), heap(t, fmt.Sprintf("%d.pb.gz", i)), "")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, at)
	}
	s.mu.Lock()
	running := len(s.running)
	s.mu.Unlock()
	if running != most {
		t.Errorf("%d processes run, want %d", running, most)
	}
	s.Close()
	for _, at := range all {
		if listens(at) {
			t.Errorf("somebody listens on %s after Close", at.Host)
		}
	}
}

func TestErrors(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text.pb.gz")
	if err := os.WriteFile(text, []byte("no profile"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, file string
		env        []string
		want       string
	}{
		{"no profile", text, os.Environ(), "pprof says: "},
		{"no file", filepath.Join(t.TempDir(), "none.pb.gz"), os.Environ(), "pprof says: "},
		{"no go command", text, []string{"PATH=" + t.TempDir()}, "looking for the go command"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := New(t.TempDir(), test.env)
			defer s.Close()
			at, err := s.URL(t.Context(), test.file, "")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("URL = %v, %v, want an error with %q", at, err, test.want)
			}
		})
	}
}
