package deps

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/gosource"
)

// graph puts what was loaded into order, so that the same source gives the same graph.
func (l *loader) graph() *Graph {
	g := &Graph{
		Dir: l.dir, Constraints: l.constraints, Native: l.context, Union: l.opt.All, Tests: l.opt.Tests,
		Toolchain: l.settings.GOVERSION, GOROOT: l.settings.GOROOT, settings: l.settings, build: l.build,
		exists: l.exists, files: &l.folders, vendor: l.build.Vendor,
	}
	modules := l.modules(g)
	order := slices.Clone(l.pkgs)
	slices.SortFunc(order, func(x, y *loading) int { return cmp.Compare(x.path, y.path) })
	renamed := make([]int32, len(order))
	for i, p := range order {
		renamed[p.id] = int32(i)
	}
	g.Packages = make([]Package, 0, len(order))
	g.allocate(order)
	possible := make([]bool, len(g.Constraints))
	for i := range possible {
		possible[i] = gosource.Possible(g.Constraints[i].expr)
	}
	for _, p := range order {
		g.add(p, modules, renamed, possible)
	}
	for _, f := range l.findings {
		f.File = strings.TrimSpace(f.File)
		g.Findings = append(g.Findings, f)
	}
	slices.SortFunc(g.Findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Text, y.Text))
	})
	return g
}

// allocate makes room for all files and imports at once.
func (g *Graph) allocate(order []*loading) {
	files, imports := 0, 0
	for _, p := range order {
		files += len(p.found)
		imports += len(p.to)
	}
	g.Files, g.Imports = make([]File, 0, files), make([]Import, 0, imports)
}

// modules enters the modules in order, the standard library first, and returns the new index of each.
func (l *loader) modules(g *Graph) []int32 {
	order := make([]int32, len(l.build.Modules))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order[1:], func(x, y int32) int {
		return cmp.Compare(l.build.Modules[x].Path, l.build.Modules[y].Path)
	})
	renamed := make([]int32, len(order))
	for i, old := range order {
		m := l.build.Modules[old]
		renamed[old] = int32(i)
		g.Modules = append(g.Modules, Module{m.Path, m.Version, m.Replace, m.Dir, m.Main, m.Direct, m.File, m.Line})
	}
	return renamed
}

// add enters a package with its files and imports.
func (g *Graph) add(p *loading, modules, packages []int32, possible []bool) {
	out := Package{Path: p.path, Dir: p.dir, Root: p.root, Reason: p.reason, Module: -1, Kind: Missing, First: int32(len(g.Files))}
	if p.module >= 0 {
		out.Module = modules[p.module]
		out.Kind = g.kind(out.Module)
	}
	for _, f := range p.found {
		to := p.to[f.First:f.Last]
		f.Package, f.First = packages[p.id], int32(len(g.Imports))
		for _, imp := range to {
			g.Imports = append(g.Imports, Import{int32(len(g.Files)), packages[imp.To], imp.Line})
		}
		f.Last = int32(len(g.Imports))
		g.Files = append(g.Files, f)
	}
	out.Last = int32(len(g.Files))
	g.name(&out, possible)
	g.Packages = append(g.Packages, out)
}

// name sets the name of a package, and tells which tests stand in a package of their own. Files that belong to no build
// have no say in it, nor have tests where others are.
func (g *Graph) name(p *Package, possible []bool) {
	byTest := ""
	for i := p.First; i < p.Last; i++ {
		f := &g.Files[i]
		switch {
		case f.Bad || f.Clause == "documentation" || !possible[f.Constraint]:
		case f.Test:
			byTest = strings.TrimSuffix(f.Clause, "_test")
		case p.Name == "":
			p.Name = f.Clause
		}
	}
	p.Name = cmp.Or(p.Name, byTest)
	for i := p.First; i < p.Last; i++ {
		f := &g.Files[i]
		f.External = f.Test && f.Clause != p.Name && strings.HasSuffix(f.Clause, "_test")
	}
}

func (g *Graph) kind(module int32) Kind {
	switch {
	case module == 0:
		return Std
	case g.Modules[module].Main:
		return Own
	}
	return Foreign
}

// exists reports whether there is a package of that import path, or a module that takes part in the build.
func (l *loader) exists(path string) bool {
	_, err := l.places.Find(path)
	return err == nil || l.build.Requires(path)
}
