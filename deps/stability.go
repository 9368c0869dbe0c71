package deps

import (
	"cmp"
	"slices"
)

// A Leaning is an import of a main module by which a package that others stand on stands on one that is less stable: what
// changes that one may change all of them.
//
// Source: R. C. Martin, "Agile Software Development", 2002: the stable dependencies principle.
type Leaning struct {
	Edge     Edge
	In       int     // packages of main modules that import the first
	From, To float64 // their instability
}

// leanings: fewer importers than stoodOn say nothing, nor does a difference below lean.
const (
	stoodOn = 3
	lean    = 0.1
)

// Instability is Martin's: of the packages that a package of a main module imports or is imported by, the share of those
// that it imports, 0 to 1. The standard library does not count: it does not change.
func (v *View) Instability() map[int32]float64 {
	in, out := v.couplings()
	all := map[int32]float64{}
	for _, p := range v.lists {
		if v.Graph.Packages[p].Kind == Own && in[p]+out[p] > 0 {
			all[p] = float64(out[p]) / float64(in[p]+out[p])
		}
	}
	return all
}

// couplings counts by package those that import it and those that it imports, both without the standard library and tests.
func (v *View) couplings() (in, out []int) {
	in, out = make([]int, len(v.Graph.Packages)), make([]int, len(v.Graph.Packages))
	for _, e := range v.edges {
		if !e.Implied && !e.Test && v.Graph.Packages[e.To].Kind != Std && v.Graph.Packages[e.From].Kind != Std {
			in[e.To]++
			out[e.From]++
		}
	}
	return in, out
}

// leaning returns the imports against the principle, those that most stand on first.
func (v *View) leaning() []Leaning {
	in, _ := v.couplings()
	instability := v.Instability()
	var all []Leaning
	for _, e := range v.edges {
		from, own := instability[e.From]
		to, ownToo := instability[e.To]
		if own && ownToo && !e.Test && !e.Implied && in[e.From] >= stoodOn && to-from >= lean {
			all = append(all, Leaning{e, in[e.From], from, to})
		}
	}
	slices.SortStableFunc(all, func(x, y Leaning) int {
		return cmp.Compare(float64(y.In)*(y.To-y.From), float64(x.In)*(x.To-x.From))
	})
	return all
}
