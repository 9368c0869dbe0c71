package gomod

import (
	"fmt"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// Std is the path under which the standard library with the go command itself stands as a module.
const Std = "std"

// A Module is one that provides packages.
type Module struct {
	Path    string
	Version string   // "" of a main module
	Replace string   // "path version" or a folder that takes its place, "" without
	Dir     string   // folder of its source, "" if there is none
	Main    bool     // its packages are the user's own: the main module, or one that go.work uses
	Direct  bool     // a main module requires it without // indirect
	Line    int      // of its requirement in File; 0 without
	File    string   // go.mod of a main module that requires it, or its own of a main module
	Ignore  []string // folders of a main module that no pattern matches, as go.mod has them
}

// A Problem is something wrong that does not keep the rest from being answered.
type Problem struct {
	File string // absolute; may be ""
	Line int    // from 1; 0 if no line is to blame
	Text string
}

// Error returns place and text.
func (p *Problem) Error() string {
	switch {
	case p.File == "":
		return p.Text
	case p.Line == 0:
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// A mainModule is a module whose packages are the user's own.
type mainModule struct {
	*Module
	prefix string // of its import paths: its path, "" for std
	file   *modfile.File
	index  int // in Build.Modules
}

// readMain reads a main module. Of a go.mod that cannot be parsed what can be understood is kept.
func (b *Build) readMain(dir string) (*mainModule, error) {
	name := b.settings.modfile(filepath.Join(dir, "go.mod"))
	if b.work != "" {
		name = filepath.Join(dir, "go.mod")
	}
	data, err := b.folders.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, err := modfile.Parse(name, data, nil)
	if err != nil {
		b.blame(name, err)
		if file, err = modfile.ParseLax(name, data, nil); err != nil {
			file = &modfile.File{Syntax: &modfile.FileSyntax{Name: name}}
		}
	}
	if file.Module == nil {
		file.Module = &modfile.Module{Mod: module.Version{Path: modfile.ModulePath(data)}}
	}
	path := file.Module.Mod.Path
	if path == "" {
		return nil, &Problem{File: name, Text: "there is no module directive"}
	}
	m := &mainModule{Module: &Module{Path: path, Dir: dir, Main: true, Direct: true, File: name}, prefix: path, file: file}
	for _, ignore := range file.Ignore {
		m.Ignore = append(m.Ignore, ignore.Path)
	}
	if path == Std && dir == b.settings.Source() {
		m.prefix = ""
	}
	return m, nil
}

// blame tells of what a parser of go.mod or go.work refused.
func (b *Build) blame(name string, err error) {
	list, ok := err.(modfile.ErrorList)
	if !ok {
		b.problem(name, 0, err.Error())
		return
	}
	for _, e := range list {
		b.problem(name, e.Pos.Line, e.Err.Error())
	}
}

func (b *Build) problem(name string, line int, text string) {
	p := Problem{name, line, text}
	if !b.told[p] {
		b.told[p] = true
		b.Problems = append(b.Problems, p)
	}
}
