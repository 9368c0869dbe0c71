package gosource

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/build"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// agree holds what is read of data against go/parser and go/build.
func agree(t *testing.T, data []byte) {
	t.Helper()
	var h Header
	var err error
	switch outcome := Scan(data, true, &h); outcome {
	case Short:
		t.Fatalf("Scan of a whole file = Short:\n%q", data)
	case Doubt:
		err = Parse(data, &h)
	}
	got, want := verdict(&h, err), goBuildSays(data)
	if bytes.Contains(data, []byte("line ")) { // a directive for other lines, which go/build follows
		got, want = withoutLines(got), withoutLines(want)
	}
	if got != want {
		t.Fatalf("read %s, go/build says %s:\n%q", got, want, data)
	}
}

var linux = Context{GOOS: "linux", GOARCH: "amd64", Cgo: true, Tags: []string{"mine"}, ReleaseTags: []string{"go1.1", "go1.26"}}

// verdict is whether a file is built for the context linux, and what it imports.
func verdict(h *Header, err error) string {
	x, wrong := ParseConstraint(h.Constraint)
	switch {
	case wrong != nil:
		return "invalid"
	case !linux.Allows(x), string(h.Package) == "documentation":
		return "ignored"
	case err != nil:
		return "invalid"
	}
	imports := []string{}
	for _, i := range h.Imports {
		imports = append(imports, fmt.Sprintf("%s:%d", i.Path, i.Line))
	}
	slices.Sort(imports)
	return fmt.Sprint(string(h.Package), slices.Compact(imports))
}

// goBuildSays is the same by go/build.
func goBuildSays(data []byte) string {
	ctxt := build.Context{
		GOOS: linux.GOOS, GOARCH: linux.GOARCH, Compiler: "gc", CgoEnabled: true, BuildTags: linux.Tags, ReleaseTags: linux.ReleaseTags,
		IsDir:    func(string) bool { return true },
		ReadDir:  func(string) ([]fs.FileInfo, error) { return []fs.FileInfo{info{}}, nil },
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
	p, _ := ctxt.ImportDir("/dir", 0)
	switch {
	case len(p.InvalidGoFiles) > 0:
		return "invalid"
	case len(p.IgnoredGoFiles) > 0:
		return "ignored"
	}
	imports := []string{}
	for path, places := range p.ImportPos {
		for _, at := range places {
			imports = append(imports, fmt.Sprintf("%s:%d", path, at.Line))
		}
	}
	slices.Sort(imports)
	return fmt.Sprint(p.Name, slices.Compact(imports))
}

// info is the one file in the folder that go/build sees.
type info struct{ fs.FileInfo }

func (info) Name() string      { return "name.go" }
func (info) IsDir() bool       { return false }
func (info) Mode() fs.FileMode { return 0o644 }

func FuzzScan(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { agree(t, data) })
}

func TestScan(t *testing.T) {
	for _, seed := range seeds {
		agree(t, []byte(seed))
	}
}

var seeds = []string{
	"package p", "package p\n", "package p; import \"a\"; import b \"b/c\"\nfunc f() {}", "// c\n\npackage p\nimport (\n\t\"a\"\n\t. \"b\"\n\t_ `c`\n)\n",
	"//go:build linux && !cgo\n\npackage p\n", "// +build windows\n// +build amd64\n\npackage p\n", "// +build windows\npackage p\n",
	"/* c */ //go:build x\npackage p", "/*\n//go:build x\n*/\n\npackage p", "//go:build x\n//go:build y\npackage p", "package p\nimport \"C\"\n",
	"\xef\xbb\xbfpackage p\n", "package p\nimport \"a\" \"b\"\n", "package p\nimport (\"a\" \"b\")", "package p\n#", "package p /* \x00 */", "package p // \xff\n\nimport \"a\"",
	"package _\n", "package func\n", "package p\nimport \"a b\"\n", "package p\nimport \"a\\x62\"\n", "package p\nimport ()\n", "package p\nimport (\n", "package\np\n",
	"package p;;import \"a\"", "package p\ninit()", "package ä\n", "//go:build (\n\npackage p", "package p\nimport \"a\" /*\n*/ import \"b\"", "package p\nimport (\"a\";;\"b\")",
	"package p\nimport \"a\" // c", "package p import \"a\"", "\tpackage p\n\n/* unclosed",
}

// everything also reads all of the module cache.
var everything = flag.Bool("modcache", false, "hold the scanner against go/build on every file in the module cache, too")

// TestForeign holds what is read against go/build on every Go file of the standard library: what the toolchain's own tests
// feed to parsers is among them.
func TestForeign(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some ten thousand files")
	}
	out, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	dirs := strings.Fields(string(out))
	n := walk(t, filepath.Join(dirs[0], "src")) + walk(t, filepath.Join(dirs[0], "test"))
	if n < 5000 {
		t.Errorf("there are %d files in GOROOT, want thousands", n)
	}
	if *everything {
		n += walk(t, dirs[1])
	}
	t.Logf("%d files", n)
}

// walk holds each file below dir against go/build, and returns how many there are.
func walk(t *testing.T, dir string) int {
	n := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || filepath.Ext(name) != ".go" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		n++
		agree(t, data)
		return inParts(name, data)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s: %v", dir, err)
	}
	return n
}

// inParts wants a file that is read in pieces to say what it says as a whole.
func inParts(name string, data []byte) error {
	var r Reader
	var wrong error
	r.Read(filepath.Dir(name), []string{filepath.Base(name)}, func(_ int, h *Header, size int64, err error) {
		var whole Header
		switch {
		case size != int64(len(data)):
			wrong = fmt.Errorf("%s has %d bytes, Read says %d", name, len(data), size)
		case Scan(data, true, &whole) != Done:
		case err != nil || said(h) != said(&whole):
			wrong = fmt.Errorf("%s: Read = %v, %v, Scan = %v", name, said(h), err, said(&whole))
		}
	})
	return wrong
}

func TestFileConstraint(t *testing.T) {
	for name, want := range map[string]string{
		"a.go": "", "linux.go": "", "a_linux.go": "linux", "a_linux_test.go": "linux", "a_linux_amd64.go": "linux && amd64", "a_amd64_linux.go": "linux",
		"a_b_arm64.x.go": "arm64", "_linux.go": "linux", "a_test.go": "", "a_linux_x.go": "", "a_unix.go": "", "linux_amd64.go": "amd64", "a_test_test.go": "",
	} {
		got := ""
		if x := FileConstraint(name); x != nil {
			got = x.String()
		}
		if got != want {
			t.Errorf("FileConstraint(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestNames holds the lists of names against go/build, by whether it would read a file of that name.
func TestNames(t *testing.T) {
	words := slices.AppendSeq([]string{"unix", "cgo", "gc", "go1.26", "x"}, maps.Keys(systems))
	for _, word := range slices.AppendSeq(words, maps.Keys(architectures)) {
		for _, name := range []string{"a_" + word + ".go", "a_" + word + "_test.go", "a_" + word + "_amd64.go", "a_linux_" + word + ".go"} {
			for _, goos := range []string{"linux", "android", "ios", "illumos", "windows", "js"} {
				c := Context{GOOS: goos, GOARCH: "amd64"}
				ctxt := build.Context{GOOS: goos, GOARCH: "amd64", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
					return io.NopCloser(strings.NewReader("//go:build " + word + " || !" + word + "\n\npackage p")), nil
				}}
				want, err := ctxt.MatchFile("dir", name)
				if got := c.Allows(FileConstraint(name)); got != want || err != nil {
					t.Errorf("%s for %s: allowed = %t, go/build says %t, %v", name, goos, got, want, err)
				}
			}
		}
	}
}

func TestPossible(t *testing.T) {
	for line, want := range map[string]bool{
		"//go:build ignore": false, "//go:build !ignore": true, "//go:build linux && windows": true, "//go:build ignore || x": true,
		"//go:build ignore && x": false, "//go:build !(ignore || linux)": true,
	} {
		x, err := ParseConstraint([]byte(line))
		if got := Possible(x); err != nil || got != want {
			t.Errorf("Possible(%s) = %t, %v, want %t", line, got, err, want)
		}
	}
}

func said(h *Header) string {
	return fmt.Sprintf("%q %d %v %q %t", h.Package, h.Line, h.Imports, h.Constraint, h.Cgo)
}

func withoutLines(verdict string) string {
	return regexp.MustCompile(`:\d+`).ReplaceAllString(verdict, "")
}
