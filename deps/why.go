package deps

import (
	"fmt"
	"math"

	"github.com/cupelgo/cupel/internal/digraph"
)

// A Why is how packages come to import others.
type Why struct {
	View    *View
	From    string // as it was named; "" means the programs, or all packages named where none is a program
	To      string
	Start   int    // packages that From means; those of both belong to it, unless To is but a part of it
	Leading int    // of them, those that reach To
	Asked   int    // packages of To in the view
	Reached int    // of them, those that Start reaches
	Imports int    // on a shortest way; 0 without one
	Count   uint64 // shortest ways; the largest uint64 means that many or more
	Ways    []Way  // the first of them, by import path
}

// A Way is a chain of imports.
type Way []Edge

// Explain finds the shortest ways from any package of one selection to any of another, and keeps at most so many. from is
// nil for the programs. A test import counts for the package alone that has the test. The error says that both mean the same packages.
func (v *View) Explain(from, to *Selection, limit int) (*Why, error) {
	w := &Why{View: v, To: to.Name}
	start := v.programs()
	if from != nil {
		w.From, start = from.Name, from.Packages
	}
	end := without(to.Packages, start)
	if len(end) == 0 {
		start, end = without(start, to.Packages), to.Packages
	}
	if len(start) == 0 && len(end) > 0 && (from == nil || len(from.Packages) > 0) {
		return nil, fmt.Errorf("%s and %s are the same packages", spoken(w.From), w.To)
	}
	w.Start, w.Asked = len(start), len(end)
	f := v.flow(start, end)
	reached := f.graph.Reach(f.source)
	for _, p := range end {
		if reached[p] {
			w.Reached++
		}
	}
	leads := f.graph.Reverse().Reach(f.sink)
	for _, p := range start {
		if leads[f.packages+p] {
			w.Leading++
		}
	}
	w.Count = f.graph.CountShortest(f.source, f.sink)
	if limit == 0 {
		return w, nil
	}
	for nodes := range f.graph.Shortest(f.source, f.sink) {
		w.Ways = append(w.Ways, f.way(v, nodes))
		w.Imports = len(w.Ways[0])
		if len(w.Ways) == limit {
			break
		}
	}
	return w, nil
}

// More is how many shortest ways are left out.
func (w *Why) More() uint64 {
	if w.Count == math.MaxUint64 {
		return w.Count
	}
	return w.Count - uint64(len(w.Ways))
}

// without returns the elements of a that are not in b.
func without(a, b []int32) []int32 {
	in := map[int32]bool{}
	for _, x := range b {
		in[x] = true
	}
	var out []int32
	for _, x := range a {
		if !in[x] {
			out = append(out, x)
		}
	}
	return out
}

// programs returns the packages named that are programs; if there is none, all that are named.
func (v *View) programs() []int32 {
	if all := v.where(func(p *Package) bool { return p.Root && p.Name == "main" }); len(all) > 0 {
		return all
	}
	return v.roots()
}

func (v *View) roots() []int32 { return v.where(func(p *Package) bool { return p.Root }) }

// A flow is a view as a graph with one beginning and one end. Node i is package i as others import it, node
// n+i is package i where ways begin: there alone the imports of its tests count.
type flow struct {
	graph        *digraph.Graph
	packages     int32 // n
	source, sink int32
}

func (v *View) flow(start, end []int32) *flow {
	n := int32(len(v.Graph.Packages))
	f := &flow{packages: n, source: 2 * n, sink: 2*n + 1}
	edges := v.links()
	for _, p := range start {
		edges = append(edges, digraph.Edge{From: f.source, To: n + p})
		for _, e := range v.From(p) {
			edges = append(edges, digraph.Edge{From: n + p, To: e.To})
		}
	}
	for _, p := range end {
		edges = append(edges, digraph.Edge{From: p, To: f.sink})
	}
	f.graph = digraph.New(int(2*n+2), edges)
	return f
}

// digraph is the view as a graph, with the edges of tests.
func (v *View) digraph() *digraph.Graph {
	edges := make([]digraph.Edge, len(v.edges))
	for i, e := range v.edges {
		edges[i] = digraph.Edge{From: e.From, To: e.To}
	}
	return digraph.New(len(v.Graph.Packages), edges)
}

// links are the edges between packages, without those of tests.
func (v *View) links() []digraph.Edge {
	edges := make([]digraph.Edge, 0, len(v.edges))
	for _, e := range v.edges {
		if !e.Test {
			edges = append(edges, digraph.Edge{From: e.From, To: e.To})
		}
	}
	return edges
}

// way turns nodes from source to sink into edges.
func (f *flow) way(v *View, nodes []int32) Way {
	var way Way
	nodes = nodes[1 : len(nodes)-1]
	from := nodes[0] - f.packages
	for _, to := range nodes[1:] {
		e, _ := v.Edge(from, to)
		way = append(way, e)
		from = to
	}
	return way
}

// spoken is how a starting point is spoken of.
func spoken(from string) string {
	if from == "" {
		return "what was named"
	}
	return from
}
