package deps

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/digraph"
	"github.com/cupelgo/cupel/internal/gosource"
)

// A Scope says which part of a graph is looked at.
type Scope struct {
	Context      // what is built for
	All     bool // every platform and tag instead
	Tests   bool // the tests of the packages named, too
}

// A View is a graph as one build sees it: what the roots reach, by the files that count. It is not for concurrent use.
type View struct {
	Graph *Graph
	Scope Scope

	in     []bool  // by package: it is reached
	edges  []Edge  // by From, then To
	first  []int32 // edges of package i are edges[first[i]:first[i+1]]
	places []int32 // indexes of imports
	lists  []int32
	holds  []bool         // by constraint: the view has files under it
	back   *digraph.Graph // from what is imported to what imports it; nil until it is needed

	scratch []site
}

// An Edge is that a package imports another.
type Edge struct {
	From, To int32
	Implied  bool // only by cgo, the linker or the test's main program: no file says so
	Test     bool // only by tests
	at, n    int32
}

// Scope is all that was loaded: the union over platforms if it was loaded so, else the build of the context.
func (g *Graph) Scope() Scope { return Scope{Context: g.Native, Tests: g.Tests, All: g.Union} }

// View returns the part of the graph that a build for a scope sees. Of a graph that was loaded for one context
// or without tests only that can be seen.
func (g *Graph) View(s Scope) *View {
	v := &View{Graph: g, Scope: s, in: make([]bool, len(g.Packages))}
	allowed := v.allowed()
	v.holds = allowed
	n := v.walk(allowed)
	v.edges, v.places = make([]Edge, 0, n), make([]int32, 0, n)
	v.first, v.lists = make([]int32, 0, len(g.Packages)+1), make([]int32, 0, len(g.Packages))
	for p := range int32(len(g.Packages)) {
		if v.list(p); v.in[p] {
			v.collect(p, allowed)
		}
	}
	v.first = append(v.first, int32(len(v.edges)))
	return v
}

// list begins the edges of the next package.
func (v *View) list(p int32) {
	v.first = append(v.first, int32(len(v.edges)))
	if v.in[p] {
		v.lists = append(v.lists, p)
	}
}

// walk finds the packages that the roots reach, and returns how many imports these have.
func (v *View) walk(allowed []bool) (imports int) {
	work := v.begin(allowed)
	var sites []site
	for len(work) > 0 {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		sites = v.sites(sites[:0], p, allowed)
		imports += len(sites)
		for _, s := range sites {
			if to := s.to(); !v.in[to] {
				v.in[to] = true
				work = append(work, to)
			}
		}
	}
	return imports
}

// allowed evaluates each constraint once.
func (v *View) allowed() []bool {
	out := make([]bool, len(v.Graph.Constraints))
	for i, c := range v.Graph.Constraints {
		out[i] = v.Scope.Allows(c.expr) || v.Scope.All && gosource.Possible(c.expr)
	}
	return out
}

// begin returns the roots that have a file in this view.
func (v *View) begin(allowed []bool) []int32 {
	var work []int32
	for i := range v.Graph.Packages {
		if p := &v.Graph.Packages[i]; p.Root && v.hasFiles(p, allowed) {
			v.in[i] = true
			work = append(work, int32(i))
		}
	}
	return work
}

// hasFiles reports whether a package exists in this view: tests alone suffice, and files that cannot be parsed.
func (v *View) hasFiles(p *Package, allowed []bool) bool {
	for i := p.First; i < p.Last; i++ {
		f := &v.Graph.Files[i]
		if allowed[f.Constraint] && f.Clause != "documentation" && (v.Scope.Cgo || v.Scope.All || !f.Cgo) {
			return true
		}
	}
	return false
}

// counts reports whether a file's imports are in this view.
func (v *View) counts(f *File, allowed []bool) bool {
	return allowed[f.Constraint] && !f.Bad && f.Clause != "documentation" && (!f.Test || v.Scope.Tests) &&
		(v.Scope.Cgo || v.Scope.All || !f.Cgo)
}

// A site is one import of a package: what is imported, the index of the import, from 1, and whether a test does it, in this
// order from the highest bit on. The index is 0 of what is implied.
type site uint64

func newSite(to, index int32, test bool) site {
	s := site(to)<<32 | site(index)<<1
	if test {
		s |= 1
	}
	return s
}

func (s site) to() int32    { return int32(s >> 32) }
func (s site) index() int32 { return int32(uint32(s) >> 1) }
func (s site) test() bool   { return s&1 != 0 }

// sites appends what a package imports.
func (v *View) sites(all []site, p int32, allowed []bool) []site {
	g, pkg := v.Graph, &v.Graph.Packages[p]
	cgo, tests, program := false, false, false
	for i := pkg.First; i < pkg.Last; i++ {
		f := &g.Files[i]
		if !v.counts(f, allowed) {
			continue
		}
		cgo, tests, program = cgo || f.Cgo && !f.Test, tests || f.Test, program || f.Clause == "main" && !f.Test
		for imp := f.First; imp < f.Last; imp++ {
			all = append(all, newSite(g.Imports[imp].To, imp+1, f.Test))
		}
	}
	for _, to := range v.implied(pkg, cgo, tests, program) {
		all = append(all, newSite(to.id, 0, to.test))
	}
	return all
}

// collect enters the edges of one package.
func (v *View) collect(p int32, allowed []bool) {
	v.scratch = v.sites(v.scratch[:0], p, allowed)
	slices.Sort(v.scratch)
	begin := len(v.edges)
	for _, s := range v.scratch {
		if n := len(v.edges); n == begin || v.edges[n-1].To != s.to() {
			v.edges = append(v.edges, Edge{From: p, To: s.to(), Implied: true, Test: true, at: int32(len(v.places))})
		}
		e := &v.edges[len(v.edges)-1]
		e.Test = e.Test && s.test()
		if s.index() > 0 {
			e.Implied = false
			e.n++
			v.places = append(v.places, s.index()-1)
		}
	}
}

// An impliedEdge is one that no file says.
type impliedEdge struct {
	id   int32
	test bool
}

// implied returns what a package imports without saying so.
func (v *View) implied(p *Package, cgo, tests, program bool) []impliedEdge {
	var all []impliedEdge
	add := func(paths []string, test bool) {
		for _, path := range paths {
			if id := v.Graph.Find(path); id >= 0 && v.Graph.Packages[id].Path != p.Path {
				all = append(all, impliedEdge{id, test})
			}
		}
	}
	if cgo {
		add(cgoImplies(p.Path), false)
	}
	if program {
		add(linked(&v.Scope.Context), false)
	}
	if tests {
		add(byTest, true)
	}
	return all
}

// Has reports whether a package is in the view.
func (v *View) Has(p int32) bool { return v.in[p] }

// Packages returns the packages in the view, by import path. It is not to be changed.
func (v *View) Packages() []int32 { return v.lists }

// Edges returns all edges, by From and To. They are not to be changed.
func (v *View) Edges() []Edge { return v.edges }

// From returns the edges of a package to what it imports, by import path. They are not to be changed.
func (v *View) From(p int32) []Edge { return v.edges[v.first[p]:v.first[p+1]] }

// Places returns the imports that make an edge, none of an implied one: [Graph.At] tells file and line.
func (v *View) Places(e Edge) []int32 { return v.places[e.at : e.at+e.n] }

// Edge returns the edge between two packages, and whether there is one.
func (v *View) Edge(from, to int32) (Edge, bool) {
	all := v.From(from)
	i, ok := slices.BinarySearchFunc(all, to, func(e Edge, to int32) int { return cmp.Compare(e.To, to) })
	if !ok {
		return Edge{}, false
	}
	return all[i], true
}
