package layered

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/digraph"
)

func TestLayers(t *testing.T) {
	tests := []struct {
		name  string
		nodes int
		edges []digraph.Edge
		band  []int
		want  [][]int32
	}{
		{"nothing", 0, nil, nil, [][]int32{}},
		{"alone", 2, nil, nil, [][]int32{{0, 1}}},
		{"a chain", 3, []digraph.Edge{{From: 2, To: 1}, {From: 1, To: 0}}, nil, [][]int32{{2}, {1}, {0}}},
		{"the longest way counts", 3, []digraph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 0, To: 2}}, nil, [][]int32{{0}, {1}, {2}}},
		{"a circle shares a layer", 3, []digraph.Edge{{From: 0, To: 1}, {From: 1, To: 0}, {From: 1, To: 2}}, nil, [][]int32{{0, 1}, {2}}},
		{"crossed lines are turned", 4, []digraph.Edge{{From: 0, To: 3}, {From: 1, To: 2}}, nil, [][]int32{{0, 1}, {3, 2}}},
		{"bands stand below one another", 3, []digraph.Edge{{From: 2, To: 0}}, []int{1, 0, 0}, [][]int32{{1, 2}, {0}}},
		{"against the bands", 2, []digraph.Edge{{From: 1, To: 0}}, []int{0, 1}, [][]int32{{0}, {1}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Layers(digraph.New(test.nodes, test.edges), test.band)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Layers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLayersOfMany holds for generated graphs without circles that all edges lead down, that each node is there once,
// that the result is the same again, and that edges lead less far sideways than in the order of the numbers.
func TestLayersOfMany(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	better := 0
	for range 200 {
		nodes := 2 + random.IntN(60)
		var edges []digraph.Edge
		for range random.IntN(3 * nodes) {
			if a, b := int32(random.IntN(nodes)), int32(random.IntN(nodes)); a < b {
				edges = append(edges, digraph.Edge{From: a, To: b})
			}
		}
		g := digraph.New(nodes, edges)
		layers := Layers(g, nil)
		of, count := make([]int, nodes), 0
		for i, layer := range layers {
			for _, n := range layer {
				of[n] = i
				count++
			}
		}
		for _, e := range edges {
			if of[e.From] >= of[e.To] {
				t.Fatalf("edge %v leads from layer %d to layer %d", e, of[e.From], of[e.To])
			}
		}
		if count != nodes || !reflect.DeepEqual(layers, Layers(g, nil)) {
			t.Fatalf("%d nodes in layers, want %d, the same each time", count, nodes)
		}
		sorted, unsorted := spreadOf(g, layers), spreadOf(g, assign(g, make([]int, nodes)))
		if sorted > unsorted+1e-9 {
			t.Fatalf("edges lead %v sideways, and %v in the order of the numbers", sorted, unsorted)
		}
		if sorted < unsorted-1e-9 {
			better++
		}
	}
	if better < 100 {
		t.Errorf("only %d of 200 graphs are better than in the order of the numbers", better)
	}
}

func spreadOf(g *digraph.Graph, layers [][]int32) float64 {
	l := layout{graph: g, layers: layers, place: make([]float64, g.Nodes())}
	l.settle()
	return l.spread()
}
