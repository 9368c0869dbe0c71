package deps

import (
	"cmp"
	"slices"
)

// A Hub is a package that much hangs on.
type Hub struct {
	Package int32
	In      int // packages in the view that import it; of another module's those outside of that module
	Out     int // packages that it imports
	Drags   int // packages that it reaches, with itself
	Alone   int // packages that nothing else leads to, without itself
	// AloneBytes is the Go source of these.
	AloneBytes int64
}

// hubsShown is how many hubs a result has of each kind.
const hubsShown = 20

// hubs finds the packages that most others import, and those through which alone others come in.
func (v *View) hubs(r *Result) {
	all := v.measure()
	byIn := func(x, y Hub) int { return cmp.Or(cmp.Compare(y.In, x.In), cmp.Compare(x.Package, y.Package)) }
	byAlone := func(x, y Hub) int {
		return cmp.Or(cmp.Compare(y.AloneBytes, x.AloneBytes), cmp.Compare(y.Alone, x.Alone), cmp.Compare(x.Package, y.Package))
	}
	named := len(v.where(func(p *Package) bool { return p.Root && p.Kind == Std })) > 0 // then it is what is looked at
	std := func(h Hub) bool { return !named && v.Graph.Packages[h.Package].Kind == Std }
	r.Hubs = v.top(all, byIn, func(h Hub) bool { return !std(h) && h.In > 0 })
	r.StdHubs = v.top(all, byIn, func(h Hub) bool { return std(h) && h.In > 0 })
	r.Gates = v.top(all, byAlone, func(h Hub) bool { return !std(h) && h.Alone > 0 })
}

// measure counts what hangs on each package, all but what it reaches.
func (v *View) measure() []Hub {
	roots := v.roots()
	g := v.digraph()
	dominators := g.Dominators(roots...)
	one, bytes := make([]float64, g.Nodes()), make([]float64, g.Nodes())
	in, out := make([]int, g.Nodes()), make([]int, g.Nodes())
	for _, p := range v.lists {
		_, n := v.size(p)
		one[p], bytes[p] = 1, float64(n)
	}
	for _, e := range v.edges {
		if e.Implied {
			continue
		}
		out[e.From]++
		if from, to := &v.Graph.Packages[e.From], &v.Graph.Packages[e.To]; to.Kind != Foreign || from.Module != to.Module {
			in[e.To]++
		}
	}
	packages, sizes := g.Dominated(dominators, one, roots...), g.Dominated(dominators, bytes, roots...)
	all := make([]Hub, 0, len(v.lists))
	for _, p := range v.lists {
		all = append(all, Hub{
			Package: p, In: in[p], Out: out[p], Alone: max(0, int(packages[p])-1), AloneBytes: max(0, int64(sizes[p]-bytes[p])),
		})
	}
	return all
}

// top returns the first of the hubs that are wanted, and measures what these reach.
func (v *View) top(all []Hub, order func(x, y Hub) int, want func(Hub) bool) []Hub {
	some := make([]Hub, 0, hubsShown+1)
	for _, h := range all {
		if want(h) && (len(some) < hubsShown || order(h, some[len(some)-1]) < 0) {
			at, _ := slices.BinarySearchFunc(some, h, order)
			some = slices.Insert(some, at, h)
			some = some[:min(len(some), hubsShown)]
		}
	}
	for i := range some {
		some[i].Drags = len(v.Reach(some[i].Package))
	}
	return some
}
