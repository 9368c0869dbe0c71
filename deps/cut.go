package deps

import (
	"cmp"
	"slices"
)

// A Cut is what goes if a dependency, or an import, is dropped.
type Cut struct {
	View    *View
	Name    string
	Edge    bool     // it is imports of one package or module by another that are dropped
	Asked   []int32  // packages of the dependency in the view; of an edge those imported
	Imports []Edge   // that the main modules must lose: those of the dependency itself first, then those that lead to it
	Direct  int      // of them to the dependency itself
	Gone    Weight   // what nothing reaches any more
	Alone   Weight   // what nothing would reach if only the dependency itself went, and what leads to it stayed
	By      []Weight // Gone by module, the heaviest first
	Holders []int32  // packages of others that import the dependency, by import path
}

// A Weight is packages, and how much they are.
type Weight struct {
	Module   int32   // index if all are of one module, else -1
	Whole    bool    // nothing else of that module is reached
	Packages []int32 // by import path
	Modules  int     // other than main modules and the standard library, of which nothing is reached any more
	Files    int
	Bytes    int64 // of Go source
}

// Cut drops a dependency. What the main modules import of it must go, and if it is not theirs, all that they import of others that leads
// to it: nothing else is theirs to change.
func (v *View) Cut(s *Selection) *Cut {
	c := &Cut{View: v, Name: s.Name, Asked: s.Packages}
	target, leads := v.marked(s.Packages), v.leadsTo(s.Packages)
	kind := func(p int32) Kind { return v.Graph.Packages[p].Kind }
	own := slices.ContainsFunc(s.Packages, func(p int32) bool { return kind(p) == Own })
	for _, e := range v.edges {
		switch {
		case target[e.From], e.Implied:
		case kind(e.From) == Own && (target[e.To] || !own && leads[e.To] && kind(e.To) != Own):
			c.add(e, target[e.To])
		case kind(e.From) != Own && target[e.To]:
			c.Holders = append(c.Holders, e.From)
		}
	}
	c.Holders = slices.Compact(c.Holders)
	alone := v.unreached(target, nil)
	if own {
		c.finish(alone, alone)
		return c
	}
	dropped := edgeSet(c.Imports)
	c.finish(v.unreached(nil, func(e Edge) bool { return dropped[key(e)] }), alone)
	return c
}

// CutEdge drops the imports of one selection by another.
func (v *View) CutEdge(from, to *Selection) *Cut {
	c := &Cut{View: v, Name: from.Name + " -> " + to.Name, Edge: true, Asked: to.Packages}
	in, target := v.marked(from.Packages), v.marked(to.Packages)
	for _, e := range v.edges {
		if in[e.From] && target[e.To] && !target[e.From] && !e.Implied {
			c.add(e, true)
		}
	}
	dropped := edgeSet(c.Imports)
	gone := v.unreached(nil, func(e Edge) bool { return dropped[key(e)] })
	c.finish(gone, gone)
	return c
}

func (c *Cut) add(e Edge, direct bool) {
	if !direct {
		c.Imports = append(c.Imports, e)
		return
	}
	c.Imports = slices.Insert(c.Imports, c.Direct, e)
	c.Direct++
}

// finish weighs what goes.
func (c *Cut) finish(gone, alone []int32) {
	held := c.View.held()
	c.Gone, c.Alone = c.View.weigh(gone, held), c.View.weigh(alone, held)
	by := map[int32][]int32{}
	for _, p := range gone {
		m := c.View.Graph.Packages[p].Module
		by[m] = append(by[m], p)
	}
	for m, pkgs := range by {
		w := c.View.weigh(pkgs, held)
		w.Module = m
		w.Whole = len(pkgs) == len(c.View.where(func(p *Package) bool { return p.Module == m }))
		c.By = append(c.By, w)
	}
	slices.SortFunc(c.By, func(x, y Weight) int {
		return cmp.Or(cmp.Compare(y.Bytes, x.Bytes), cmp.Compare(x.Module, y.Module))
	})
}

func key(e Edge) [2]int32 { return [2]int32{e.From, e.To} }

func edgeSet(edges []Edge) map[[2]int32]bool {
	out := make(map[[2]int32]bool, len(edges))
	for _, e := range edges {
		out[key(e)] = true
	}
	return out
}

// marked tells by package which are among some.
func (v *View) marked(some []int32) []bool {
	out := make([]bool, len(v.Graph.Packages))
	for _, p := range some {
		out[p] = true
	}
	return out
}

// leadsTo tells by package which reach any of some, these included.
func (v *View) leadsTo(some []int32) []bool {
	if v.back == nil {
		v.back = v.digraph().Reverse()
	}
	return v.back.Reach(some...)
}

// unreached returns the packages in the view that the roots do not reach without some packages and some edges.
func (v *View) unreached(without []bool, dropped func(Edge) bool) []int32 {
	seen := make([]bool, len(v.Graph.Packages))
	var stack []int32
	visit := func(p int32) {
		if !seen[p] && (without == nil || !without[p]) {
			seen[p] = true
			stack = append(stack, p)
		}
	}
	for _, p := range v.roots() {
		visit(p)
	}
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, e := range v.From(p) {
			if dropped == nil || !dropped(e) {
				visit(e.To)
			}
		}
	}
	var out []int32
	for _, p := range v.Packages() {
		if !seen[p] {
			out = append(out, p)
		}
	}
	return out
}

// held counts the packages of each module in the view.
func (v *View) held() []int32 {
	all := make([]int32, len(v.Graph.Modules))
	for _, p := range v.lists {
		if m := v.Graph.Packages[p].Module; m >= 0 {
			all[m]++
		}
	}
	return all
}

// weigh counts what packages are. held is how many packages of each module there are.
func (v *View) weigh(packages []int32, held []int32) Weight {
	w := Weight{Module: -1, Packages: packages}
	gone := map[int32]int32{}
	for _, p := range packages {
		m := v.Graph.Packages[p].Module
		if gone[m]++; m > 0 && gone[m] == held[m] && !v.Graph.Modules[m].Main {
			w.Modules++
		}
	}
	w.Files, w.Bytes = v.sizes(packages)
	return w
}

// size returns files and bytes of Go source of a package.
func (v *View) size(p int32) (files int, bytes int64) {
	pkg := &v.Graph.Packages[p]
	for i := pkg.First; i < pkg.Last; i++ {
		if f := &v.Graph.Files[i]; v.counts(f, v.holds) {
			files, bytes = files+1, bytes+f.Bytes
		}
	}
	return files, bytes
}
