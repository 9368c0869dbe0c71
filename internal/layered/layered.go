// Package layered puts the nodes of a directed graph into layers, one below another, so that edges lead downwards
// and few of them cross: the order of a drawing, without its measures.
//
// A layer is how far a node is from the top on the longest way; nodes of a cycle share one. Within a layer nodes are
// ordered by the mean place of their neighbours, over some sweeps down and up, of which the best is kept. There are no
// dummy nodes: what counts is how far edges lead sideways, whatever layers they pass.
//
// Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", 1981.
package layered

import (
	"cmp"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/digraph"
)

// sweeps is how often all layers are ordered, down and up in turns.
const sweeps = 12

// Layers returns the nodes of a graph in layers, the highest first. Nodes of a higher number of band stand below all of
// a lower one; nil is one band.
func Layers(g *digraph.Graph, band []int) [][]int32 {
	if band == nil {
		band = make([]int, g.Nodes())
	}
	l := layout{graph: g, back: g.Reverse(), place: make([]float64, g.Nodes())}
	l.layers = assign(g, band)
	l.settle()
	best, least := l.copied(), l.spread()
	for i := range sweeps {
		l.sweep(i%2 == 0)
		if s := l.spread(); s < least-1e-9 {
			best, least = l.copied(), s
		}
	}
	return best
}

// assign gives each node its layer.
func assign(g *digraph.Graph, band []int) [][]int32 {
	components := g.Components()
	of, depth := make([]int, g.Nodes()), make([]int, len(components))
	for i, members := range components {
		for _, n := range members {
			of[n] = i
		}
	}
	for i, members := range slices.Backward(components) {
		for _, n := range members {
			for _, m := range g.To(n) {
				if of[m] != i && band[m] == band[n] {
					depth[of[m]] = max(depth[of[m]], depth[i]+1)
				}
			}
		}
	}
	nodes := make([]int32, g.Nodes())
	for n := range nodes {
		nodes[n] = int32(n)
	}
	level := func(n int32) [2]int { return [2]int{band[n], depth[of[n]]} }
	slices.SortStableFunc(nodes, func(a, b int32) int {
		x, y := level(a), level(b)
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]))
	})
	var layers [][]int32
	for i, n := range nodes {
		if i == 0 || level(n) != level(nodes[i-1]) {
			layers = append(layers, nil)
		}
		layers[len(layers)-1] = append(layers[len(layers)-1], n)
	}
	return layers
}

// layout is a state of the layers.
type layout struct {
	graph, back *digraph.Graph
	layers      [][]int32
	place       []float64 // by node, from 0 to 1
}

// settle gives each node of the layers its place.
func (l *layout) settle() {
	for _, layer := range l.layers {
		l.spreadOut(layer)
	}
}

func (l *layout) spreadOut(layer []int32) {
	for i, n := range layer {
		l.place[n] = (float64(i) + 0.5) / float64(len(layer))
	}
}

// sweep orders all layers by the neighbours above, from the top, or by those below.
func (l *layout) sweep(down bool) {
	next := l.graph
	order := slices.Clone(l.layers)
	if down {
		next = l.back
	} else {
		slices.Reverse(order)
	}
	for _, layer := range order {
		want := make(map[int32]float64, len(layer))
		for _, n := range layer {
			want[n] = l.mean(n, next.To(n))
		}
		slices.SortStableFunc(layer, func(a, b int32) int { return cmp.Compare(want[a], want[b]) })
		l.spreadOut(layer)
	}
}

// mean is the mean place of neighbours; of a node without any its own.
func (l *layout) mean(n int32, neighbours []int32) float64 {
	if len(neighbours) == 0 {
		return l.place[n]
	}
	sum := 0.0
	for _, m := range neighbours {
		sum += l.place[m]
	}
	return sum / float64(len(neighbours))
}

// spread is how far all edges lead sideways.
func (l *layout) spread() float64 {
	sum := 0.0
	for e := range l.graph.Edges() {
		sum += math.Abs(l.place[e.From] - l.place[e.To])
	}
	return sum
}

func (l *layout) copied() [][]int32 {
	out := make([][]int32, len(l.layers))
	for i, layer := range l.layers {
		out[i] = slices.Clone(layer)
	}
	return out
}
