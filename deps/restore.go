package deps

import (
	"fmt"
	"io"
	"slices"
)

// restore reads what [Result.Encode] wrote, and summarizes it anew. Of files only those with imports have names.
func restore(r io.Reader) (*Result, error) {
	in, err := decode(r)
	if err != nil {
		return nil, err
	}
	d := &restorer{in: in, g: &Graph{Toolchain: in.Toolchain, Union: in.All, Tests: in.Tests, Constraints: make([]Constraint, 1)}}
	d.g.Native.GOOS, d.g.Native.GOARCH, d.g.Native.Cgo, d.g.Native.Tags = in.GOOS, in.GOARCH, in.Cgo, in.Tags
	for _, f := range in.Findings {
		d.g.Findings = append(d.g.Findings, Finding(f))
	}
	d.modules()
	if err := d.packages(); err != nil {
		return nil, err
	}
	v, err := d.view()
	if err != nil {
		return nil, err
	}
	return Summarize(v), nil
}

// A restorer makes a graph of its lists.
type restorer struct {
	in          *stored
	g           *Graph
	constraints map[string]int32
}

func (d *restorer) modules() {
	d.g.Modules = []Module{{Path: std, Version: d.in.Toolchain}}
	for _, m := range d.in.Modules {
		if m.Path == std {
			d.g.Modules[0] = Module{Path: std, Version: m.Version, Dir: m.Dir}
			continue
		}
		if m.Main && d.g.Dir == "" {
			d.g.Dir = m.Dir
		}
		d.g.Modules = append(d.g.Modules, Module{
			Path: m.Path, Version: m.Version, Replace: m.Replace, Dir: m.Dir, Main: m.Main, Direct: m.Direct || m.Main,
		})
	}
}

func (d *restorer) packages() error {
	module := map[string]int32{}
	for i := range d.g.Modules {
		module[d.g.Modules[i].Path] = int32(i)
	}
	for _, p := range d.in.Packages {
		out := Package{Path: p.Path, Name: p.Name, Dir: p.Dir, Module: -1, Root: p.Root, Reason: p.Reason}
		for out.Kind = Std; out.Kind.String() != p.Kind; out.Kind++ {
			if out.Kind == Missing {
				return fmt.Errorf("reading a graph: package %s is of an unknown kind %q", p.Path, p.Kind)
			}
		}
		if m, ok := module[p.Module]; ok {
			out.Module = m
		} else if out.Kind != Missing {
			return fmt.Errorf("reading a graph: package %s has no module", p.Path)
		}
		d.g.Packages = append(d.g.Packages, out)
	}
	return nil
}

// view makes files and imports of the edges, and the only view that there is of them.
func (d *restorer) view() (*View, error) {
	v := &View{Graph: d.g, Scope: d.g.Scope(), in: slices.Repeat([]bool{true}, len(d.g.Packages))}
	d.constraints = map[string]int32{"": 0}
	at := 0
	for i := range d.g.Packages {
		d.g.Packages[i].First = int32(len(d.g.Files))
		files := map[string]int32{}
		v.list(int32(i))
		for ; at < len(d.in.Edges) && d.in.Edges[at].From == d.g.Packages[i].Path; at++ {
			e := &d.in.Edges[at]
			to := int32(e.to)
			v.edges = append(v.edges, Edge{From: int32(i), To: to, Implied: e.Implied, Test: e.Test, at: int32(len(v.places)), n: int32(len(e.At))})
			for _, p := range e.At {
				file, ok := files[p.File]
				if !ok {
					file = d.file(int32(i), p.File, p.If)
					files[p.File] = file
				}
				v.places = append(v.places, int32(len(d.g.Imports)))
				d.g.Imports = append(d.g.Imports, Import{File: file, To: to, Line: int32(p.Line)})
			}
		}
		d.rest(int32(i), d.in.Packages[i].Files-len(files), d.in.Packages[i].Bytes)
	}
	if at < len(d.in.Edges) {
		return nil, fmt.Errorf("reading a graph: an import of %s is out of order", d.in.Edges[at].From)
	}
	v.holds, v.first = v.allowed(), append(v.first, int32(len(v.edges)))
	return v, nil
}

// file enters a file that imports something. Its constraint is for who reads it: whatever it says, the file counts.
func (d *restorer) file(pkg int32, name, constraint string) int32 {
	id, ok := d.constraints[constraint]
	if !ok {
		id = int32(len(d.g.Constraints))
		d.constraints[constraint] = id
		d.g.Constraints = append(d.g.Constraints, Constraint{Text: constraint})
	}
	d.g.Files = append(d.g.Files, File{Package: pkg, Name: name, Constraint: id, Test: isTest(name)})
	return int32(len(d.g.Files) - 1)
}

// rest enters the files that import nothing, and gives the first of all the bytes of all.
func (d *restorer) rest(pkg int32, n int, bytes int64) {
	p := &d.g.Packages[pkg]
	for range min(n, 1<<16) {
		d.g.Files = append(d.g.Files, File{Package: pkg})
	}
	p.Last = int32(len(d.g.Files))
	if p.Last > p.First {
		d.g.Files[p.First].Bytes = bytes
	}
}
