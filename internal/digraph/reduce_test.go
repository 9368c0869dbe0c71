package digraph

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReduce(t *testing.T) {
	tests := []struct {
		name  string
		nodes int
		edges []Edge
		want  []Edge
	}{
		{"none", 2, nil, nil},
		{"a shortcut", 3, []Edge{{0, 1}, {1, 2}, {0, 2}}, []Edge{{0, 1}, {1, 2}}},
		{"against the numbers", 3, []Edge{{2, 1}, {1, 0}, {2, 0}}, []Edge{{1, 0}, {2, 1}}},
		{"a diamond stays", 4, []Edge{{0, 1}, {0, 2}, {1, 3}, {2, 3}}, []Edge{{0, 1}, {0, 2}, {1, 3}, {2, 3}}},
		{"a diamond with a shortcut", 4, []Edge{{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}}, []Edge{{0, 1}, {0, 2}, {1, 3}, {2, 3}}},
		{"a circle stays", 3, []Edge{{0, 1}, {1, 0}, {0, 2}}, []Edge{{0, 1}, {0, 2}, {1, 0}}},
		{"around a circle", 4, []Edge{{0, 1}, {1, 2}, {2, 1}, {2, 3}, {0, 3}}, []Edge{{0, 1}, {1, 2}, {2, 1}, {2, 3}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, New(test.nodes, test.edges).Reduce()); diff != "" {
				t.Errorf("Reduce (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReduceOfMany holds for generated graphs that what is left reaches the same nodes, and without circles that no
// edge can be spared.
func TestReduceOfMany(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		nodes := 2 + random.IntN(12)
		circles := random.IntN(2) == 0
		var edges []Edge
		for range random.IntN(4 * nodes) {
			a, b := int32(random.IntN(nodes)), int32(random.IntN(nodes))
			if !circles && a > b {
				a, b = b, a
			}
			if a != b {
				edges = append(edges, Edge{a, b})
			}
		}
		g := New(nodes, edges)
		kept := g.Reduce()
		less := New(nodes, kept)
		for n := range int32(nodes) {
			if !slices.Equal(g.Reach(n), less.Reach(n)) {
				t.Fatalf("edges %v reduced to %v: node %d reaches others", edges, kept, n)
			}
		}
		for i, e := range kept {
			without := New(nodes, slices.Delete(slices.Clone(kept), i, i+1))
			if !circles && without.Reach(e.From)[e.To] {
				t.Fatalf("edges %v reduced to %v: %v can be spared", edges, kept, e)
			}
		}
	}
}
