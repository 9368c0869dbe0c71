package deps

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// A Verification is a graph compared with that of go list.
type Verification struct {
	Graph       *Graph
	Packages    int // compared: in both
	Edges       int // compared: imports that a file says, once per pair of packages
	Owners      int // compared: packages whose module both name
	Differences []Difference
	Said        string // what go list wrote besides, or says of a pattern
}

// A Difference is one between the graph and go list.
type Difference struct {
	Kind    string // see the constants
	Package string
	Ours    string // what the graph has
	Theirs  string // what go list has
	Why     string // go list's own error about the package, "" without
}

// The kinds of differences.
const (
	OnlyOurs   = "package only in the graph"
	OnlyTheirs = "package only in go list"
	EdgeOurs   = "import only in the graph"
	EdgeTheirs = "import only in go list"
	Owner      = "another module"
	Refused    = "go list refuses it"              // and says neither imports nor module
	Behind     = "reached through what it refuses" // and by nothing else
)

// Verify loads the graph for one context and compares it with go list -e -deps.
func Verify(ctx context.Context, opt Options) (*Verification, error) {
	g, err := Load(ctx, opt)
	if err != nil {
		return nil, err
	}
	pkgs, said, err := list(ctx, g.Dir, opt)
	if err != nil {
		return nil, err
	}
	v := &Verification{Graph: g, Said: said}
	pkgs = v.withoutPatterns(pkgs)
	v.compare(g.View(Scope{Context: g.Native, Tests: opt.Tests}), pkgs)
	return v, nil
}

// withoutPatterns drops what go list enters for a pattern that it could not match as a whole: that is no package.
func (v *Verification) withoutPatterns(pkgs []*listed) []*listed {
	return slices.DeleteFunc(pkgs, func(p *listed) bool {
		isPattern := strings.Contains(p.ImportPath, "...")
		if isPattern && p.Error != nil {
			v.Said += p.Error.Err + "\n"
		}
		return isPattern
	})
}

// compare enters all differences.
func (v *Verification) compare(view *View, pkgs []*listed) {
	theirs := merge(pkgs)
	solid := view.solid(theirs)
	for _, id := range view.Packages() {
		p := &view.Graph.Packages[id]
		t, ok := theirs[p.Path]
		if !ok {
			kind := OnlyOurs
			if !solid[id] {
				kind = Behind
			}
			v.differ(kind, p.Path, "in the graph", "", "")
			continue
		}
		t.seen = true
		v.Packages++
		if t.refused() && p.Module >= 0 {
			v.differ(Refused, p.Path, v.Graph.owner(p), "", t.err)
			continue
		}
		v.edges(view, id, t)
		v.owner(p, t)
	}
	for path, t := range theirs {
		if !t.seen {
			v.differ(OnlyTheirs, path, "", "in go list", t.err)
		}
	}
	slices.SortFunc(v.Differences, func(x, y Difference) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Package, y.Package), cmp.Compare(x.Ours+x.Theirs, y.Ours+y.Theirs))
	})
}

// A merged package is one with all its variants for tests.
type merged struct {
	imports map[string]bool
	owner   string
	dir     string
	err     string
	seen    bool
}

// merge joins the variants that go list -test makes of a package, and leaves out the main programs of tests.
func merge(pkgs []*listed) map[string]*merged {
	all := map[string]*merged{}
	for _, p := range pkgs {
		path := withoutVariant(p.ImportPath)
		if p.isTestMain() {
			continue
		}
		if p.ForTest != "" {
			path = strings.TrimSuffix(path, "_test")
			if strings.HasSuffix(path, ".test") {
				continue
			}
		}
		m := all[path]
		if m == nil {
			m = &merged{imports: map[string]bool{}}
			all[path] = m
		}
		m.take(p)
	}
	return all
}

// take adds what one variant imports.
func (m *merged) take(p *listed) {
	for _, imp := range p.Imports {
		if imp != "C" {
			m.imports[withoutVariant(imp)] = true
		}
	}
	if p.ForTest == "" || m.dir == "" {
		m.owner, m.dir = p.owner(), p.Dir
	}
	if p.Error != nil {
		m.err = p.Error.Err
	}
}

// refused reports whether go list says no more of a package than what is wrong with it.
func (m *merged) refused() bool { return m.err != "" && m.owner == "" }

// solid returns, by package, what the roots reach without what go list refuses.
func (v *View) solid(theirs map[string]*merged) []bool {
	out := make([]bool, len(v.Graph.Packages))
	var work []int32
	enter := func(id int32) {
		if !out[id] {
			out[id] = true
			work = append(work, id)
		}
	}
	for _, id := range v.Packages() {
		if v.Graph.Packages[id].Root {
			enter(id)
		}
	}
	for len(work) > 0 {
		id := work[len(work)-1]
		work = work[:len(work)-1]
		if t := theirs[v.Graph.Packages[id].Path]; t != nil && t.refused() {
			continue
		}
		for _, e := range v.From(id) {
			enter(e.To)
		}
	}
	return out
}

func (p *listed) owner() string {
	switch {
	case p.Standard:
		return "std"
	case p.Module == nil:
		return ""
	case p.Module.Replace != nil:
		return p.Module.Path + "@" + p.Module.Version + " => " + p.Module.Replace.spelled()
	case p.Module.Main:
		return p.Module.Path
	}
	return p.Module.Path + "@" + p.Module.Version
}

func (v *Verification) differ(kind, pkg, ours, theirs, why string) {
	v.Differences = append(v.Differences, Difference{kind, pkg, ours, theirs, why})
}

// edges compares what files of a package say they import.
func (v *Verification) edges(view *View, id int32, t *merged) {
	path := view.Graph.Packages[id].Path
	ours := map[string]bool{}
	for _, e := range view.From(id) {
		to := view.Graph.Packages[e.To].Path
		if e.Implied {
			continue
		}
		ours[to] = true
		if t.imports[to] {
			v.Edges++
		} else if to != path { // an external test imports the package that it tests
			v.differ(EdgeOurs, path, to, "", t.err)
		}
	}
	for to := range t.imports {
		if !ours[to] && to != path {
			v.differ(EdgeTheirs, path, "", to, t.err)
		}
	}
}

// owner compares which module provides a package, and where it lies.
func (v *Verification) owner(p *Package, t *merged) {
	ours := v.Graph.owner(p)
	if ours != t.owner {
		v.differ(Owner, p.Path, ours, t.owner, t.err)
		return
	}
	if p.Dir != t.dir && p.Path != "unsafe" {
		v.differ(Owner, p.Path, p.Dir, t.dir, t.err)
		return
	}
	v.Owners++
}

// owner spells the module of a package as listed.owner does.
func (g *Graph) owner(p *Package) string {
	if p.Module < 0 {
		return ""
	}
	m := &g.Modules[p.Module]
	switch {
	case p.Kind == Std, m.Main:
		return m.Path
	case m.Replace != "":
		return m.Path + "@" + m.Version + " => " + m.Replace
	}
	return m.Path + "@" + m.Version
}
