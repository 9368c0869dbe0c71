package gosource

import (
	"bytes"
	"fmt"
	"go/build"
	"io"
	"io/fs"
	"slices"
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
	if got, want := verdict(&h, err), goBuildSays(data); got != want {
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
