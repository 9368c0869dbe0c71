package deps

import (
	"go/build/constraint"
	"path/filepath"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/gosource"
)

// A Graph is what imports what, over every file that was read: those of all platforms and tags if it was loaded so.
// Elements refer to one another by index. Its order is by import path, file name and line.
type Graph struct {
	Dir         string // folder that the patterns were resolved in
	Modules     []Module
	Packages    []Package
	Files       []File
	Imports     []Import
	Constraints []Constraint
	Findings    []Finding
	Native      Context // what the go command would build for there
	Union       bool    // files of all platforms and tags are in it
	Tests       bool    // the tests of the packages named are in it
	Toolchain   string  // e.g. "go1.26.1"
	GOROOT      string

	settings *gomod.Settings
	build    *gomod.Build
	exists   func(path string) bool // a package or module that may be outside of the graph
	files    *gosource.Folders      // what was looked at
	vendor   string                 // folder in which modules of others lie, "" if they lie in the module cache
}

// A Module provides packages. Index 0 is the standard library.
type Module struct {
	Path    string // "std" of the standard library and the go command
	Version string // "" of a main module; of std that of the toolchain
	Replace string // "path version" or a folder that takes its place, "" without
	Dir     string // absolute; "" if its source lies in the vendor folder
	Main    bool   // the user's own
	Direct  bool   // required by a main module without // indirect
	File    string // go.mod that requires it, absolute; "" without
	Line    int    // of that requirement; 0 without
}

// Kind says whose a package is.
type Kind uint8

// The kinds of packages.
const (
	Std     Kind = iota // of the standard library
	Own                 // of a main module
	Foreign             // of another module
	Missing             // it was not found: see Reason
)

// String returns the name of the kind as JSON has it.
func (k Kind) String() string { return [...]string{"std", "main", "dep", "missing"}[k] }

// A Package is a folder of files.
type Package struct {
	Path   string
	Name   string // as its files say, without those of external tests; "" if none could be read
	Dir    string // absolute; "" of unsafe's like that have no folder, and of what is missing
	Module int32  // index; -1 of what is missing
	Kind   Kind
	Root   bool   // named by the patterns; only of these tests are read
	Reason string // why it is missing
	First  int32  // its files are Files[First:Last]
	Last   int32
}

// A File is a Go file. Files that go/build would not look at are not there.
type File struct {
	Package    int32
	Name       string // base name
	Clause     string // the name in its package clause
	Bytes      int64
	Constraint int32 // index; 0 of a file that every platform builds
	Test       bool  // name_test.go
	External   bool  // a test in a package of its own, name_test
	Cgo        bool  // imports "C"
	Bad        bool  // it cannot be read or parsed, and does not count; see Findings
	First      int32 // its imports are Imports[First:Last], without "C"
	Last       int32
}

// An Import is one import declaration.
type Import struct {
	File int32
	To   int32 // package
	Line int32 // from 1
}

// A Constraint is under which platforms and tags a file is built.
type Constraint struct {
	Text string // as of a //go:build line, "" of no constraint
	expr constraint.Expr
}

// A Context is what is built for: see [gosource.Context].
type Context = gosource.Context

// A Finding is something wrong that kept a part of the graph from being read.
type Finding struct {
	Rule string // e.g. "missing-module"
	File string // absolute; may be ""
	Line int    // from 1; 0 if no line is to blame
	Text string
}

// At returns file and line of an import, the file relative to the graph's folder where it lies in it.
func (g *Graph) At(imp int32) (file string, line int) {
	f := &g.Files[g.Imports[imp].File]
	return g.relative(filepath.Join(g.Packages[f.Package].Dir, f.Name)), int(g.Imports[imp].Line)
}

// relative shortens names of files in the graph's folder.
func (g *Graph) relative(name string) string {
	if rel, err := filepath.Rel(g.Dir, name); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return name
}

// Find returns the package of an import path, -1 if it is not in the graph.
func (g *Graph) Find(importPath string) int32 {
	lo, hi := 0, len(g.Packages)
	for lo < hi {
		mid := (lo + hi) / 2
		if g.Packages[mid].Path < importPath {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(g.Packages) && g.Packages[lo].Path == importPath {
		return int32(lo)
	}
	return -1
}
