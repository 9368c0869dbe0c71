package digraph

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// random returns graphs of a few nodes, some of them with many edges.
func random(seed uint64) *Graph {
	r := rand.New(rand.NewPCG(seed, 1))
	n := 1 + r.IntN(7)
	var edges []Edge
	for range r.IntN(3 * n) {
		edges = append(edges, Edge{int32(r.IntN(n)), int32(r.IntN(n))})
	}
	return New(n, edges)
}

// forRandom runs a test on many small graphs.
func forRandom(t *testing.T, f func(t *testing.T, g *Graph)) {
	for seed := range uint64(2000) {
		g := random(seed)
		f(t, g)
		if t.Failed() {
			t.Fatalf("graph %d: %v", seed, slices.Collect(g.Edges()))
		}
	}
}

// without returns g without a node.
func (g *Graph) without(n int32) *Graph {
	var edges []Edge
	for e := range g.Edges() {
		if e.From != n && e.To != n {
			edges = append(edges, e)
		}
	}
	return New(g.Nodes(), edges)
}

func TestNew(t *testing.T) {
	g := New(3, []Edge{{2, 0}, {0, 2}, {0, 1}, {2, 0}})
	if diff := cmp.Diff([]Edge{{0, 1}, {0, 2}, {2, 0}}, slices.Collect(g.Edges())); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Edge{{0, 2}, {1, 0}, {2, 0}}, slices.Collect(g.Reverse().Edges())); diff != "" {
		t.Errorf("edges of the reverse (-want +got):\n%s", diff)
	}
}

// TestComponents holds that nodes are in one component if and only if each reaches the other, and the order.
func TestComponents(t *testing.T) {
	forRandom(t, func(t *testing.T, g *Graph) {
		of := make([]int, g.Nodes())
		for i, c := range g.Components() {
			for _, n := range c {
				of[n] = i
			}
		}
		for n := range int32(g.Nodes()) {
			reached := g.Reach(n)
			for m := range int32(g.Nodes()) {
				both := reached[m] && g.Reach(m)[n]
				if both != (of[n] == of[m]) {
					t.Errorf("%d and %d reach each other: %v; components %d and %d", n, m, both, of[n], of[m])
				}
				if reached[m] && of[m] > of[n] {
					t.Errorf("%d leads to %d, whose component comes later", n, m)
				}
			}
		}
	})
}

func TestCycles(t *testing.T) {
	g := New(5, []Edge{{0, 1}, {1, 2}, {2, 1}, {3, 3}, {3, 4}})
	if diff := cmp.Diff([][]int32{{1, 2}, {3}}, g.Cycles()); diff != "" {
		t.Errorf("cycles (-want +got):\n%s", diff)
	}
}

func TestDepths(t *testing.T) {
	g := New(6, []Edge{{0, 1}, {1, 2}, {2, 1}, {2, 3}, {0, 3}, {4, 4}})
	if diff := cmp.Diff([]int32{2, 1, 1, 0, 0, 0}, g.Depths()); diff != "" {
		t.Errorf("depths (-want +got):\n%s", diff)
	}
}

// ways finds all shortest ways by trying all ways of that length.
func ways(g *Graph, from, to int32, length int32) (all [][]int32) {
	if length == 0 {
		if from == to {
			return [][]int32{{to}}
		}
		return nil
	}
	for _, m := range g.To(from) {
		for _, w := range ways(g, m, to, length-1) {
			all = append(all, append([]int32{from}, w...))
		}
	}
	return all
}

func TestShortest(t *testing.T) {
	forRandom(t, func(t *testing.T, g *Graph) {
		for from := range int32(g.Nodes()) {
			distances := g.Distances(from)
			for to := range int32(g.Nodes()) {
				var want [][]int32
				for length := int32(0); want == nil && length < int32(g.Nodes()); length++ {
					want = ways(g, from, to, length)
				}
				if diff := cmp.Diff(want, slices.Collect(g.Shortest(from, to))); diff != "" {
					t.Errorf("ways from %d to %d (-want +got):\n%s", from, to, diff)
				}
				if (want == nil) != (distances[to] < 0) || want != nil && int(distances[to]) != len(want[0])-1 {
					t.Errorf("distance from %d to %d is %d, ways %v", from, to, distances[to], want)
				}
			}
		}
	})
}

// TestShortestStops holds that who has read enough gets no more.
func TestShortestStops(t *testing.T) {
	g := New(4, []Edge{{0, 1}, {0, 2}, {1, 3}, {2, 3}})
	for way := range g.Shortest(0, 3) {
		if !slices.Equal(way, []int32{0, 1, 3}) {
			t.Errorf("way %v after the first", way)
		}
		break
	}
}

// TestDominators takes each node out in turn and looks what is reached no longer.
func TestDominators(t *testing.T) {
	forRandom(t, func(t *testing.T, g *Graph) {
		roots := []int32{0}
		if g.Nodes() > 3 {
			roots = append(roots, 2)
		}
		above := g.Dominators(roots...)
		reached := g.Reach(roots...)
		weights := slices.Repeat([]float64{1}, g.Nodes())
		sums := g.Dominated(above, weights, roots...)
		for n := range int32(g.Nodes()) {
			lost := float64(0)
			rest := slices.DeleteFunc(slices.Clone(roots), func(r int32) bool { return r == n })
			left := g.without(n).Reach(rest...)
			for m := range int32(g.Nodes()) {
				dominated := reached[m] && !left[m]
				if dominated {
					lost++
				}
				if up := dominates(above, n, m); reached[m] && m != n && up != dominated {
					t.Errorf("%d dominates %d: %v, want %v", n, m, up, dominated)
				}
			}
			if !reached[n] {
				lost = 0
			}
			if sums[n] != lost {
				t.Errorf("through %d alone: %g, want %g", n, sums[n], lost)
			}
		}
	})
}

func dominates(above []int32, n, m int32) bool {
	for m = above[m]; m >= 0; m = above[m] {
		if m == n {
			return true
		}
	}
	return false
}

// fewest is the least number of edges to cut, by trying all orders.
func fewest(g *Graph) int {
	best := len(g.to)
	var try func(order []int32)
	try = func(order []int32) {
		if len(order) < g.Nodes() {
			for n := range int32(g.Nodes()) {
				if !slices.Contains(order, n) {
					try(append(order, n))
				}
			}
			return
		}
		back := 0
		for e := range g.Edges() {
			if slices.Index(order, e.From) >= slices.Index(order, e.To) {
				back++
			}
		}
		best = min(best, back)
	}
	try(nil)
	return best
}

func TestCut(t *testing.T) {
	for seed := range uint64(150) {
		g := random(seed)
		if g.Nodes() > 6 {
			continue
		}
		all := make([]int32, g.Nodes())
		for n := range all {
			all[n] = int32(n)
		}
		cut, least := g.Cut(all)
		if !least || len(cut) != fewest(g) {
			t.Errorf("Cut of %v = %v, %v, want %d edges", slices.Collect(g.Edges()), cut, least, fewest(g))
		}
		checkCut(t, g, cut)
	}
}

// checkCut holds that no cycle is left.
func checkCut(t *testing.T, g *Graph, cut []Edge) {
	t.Helper()
	var kept []Edge
	for e := range g.Edges() {
		if !slices.Contains(cut, e) {
			kept = append(kept, e)
		}
	}
	if left := New(g.Nodes(), kept).Cycles(); len(left) > 0 {
		t.Errorf("without %v there are the cycles %v", cut, left)
	}
}

// large is a graph as of a program with 2,500 packages and 25,000 imports, a few of them backwards.
func large() *Graph {
	r := rand.New(rand.NewPCG(1, 1))
	const nodes, edges = 2500, 25000
	var all []Edge
	for range edges {
		a, b := int32(r.IntN(nodes)), int32(r.IntN(nodes))
		if a > b && r.IntN(100) > 0 {
			a, b = b, a
		}
		all = append(all, Edge{a, b})
	}
	return New(nodes, all)
}

// TestLargeCut holds that the heuristic leaves no cycle, and that none of its edges can be put back.
func TestLargeCut(t *testing.T) {
	g := large()
	for _, c := range g.Cycles() {
		cut, least := g.Cut(c)
		if least && len(c) > exactNodes {
			t.Errorf("the cut of %d nodes is said to be the least", len(c))
		}
		inside := g.inside(c)
		checkCut(t, inside, renumbered(c, cut))
		if most := len(inside.to) / 10; !least && len(cut) > most {
			t.Errorf("%d of %d edges are cut, want at most %d: one in a hundred leads back", len(cut), len(inside.to), most)
		}
	}
}

func renumbered(nodes []int32, edges []Edge) (out []Edge) {
	for _, e := range edges {
		out = append(out, Edge{int32(slices.Index(nodes, e.From)), int32(slices.Index(nodes, e.To))})
	}
	return out
}

// TestDeep holds that a long chain needs no deep stack of calls.
func TestDeep(t *testing.T) {
	const nodes = 200_000
	var edges []Edge
	for n := range int32(nodes - 1) {
		edges = append(edges, Edge{n, n + 1})
	}
	g := New(nodes, edges)
	if n := len(g.Components()); n != nodes {
		t.Errorf("%d components, want %d", n, nodes)
	}
	if d := g.Depths()[0]; d != nodes-1 {
		t.Errorf("depth %d, want %d", d, nodes-1)
	}
	if above := g.Dominators(0); above[nodes-1] != nodes-2 {
		t.Errorf("dominator of the last is %d, want the one before", above[nodes-1])
	}
}

func BenchmarkLarge(b *testing.B) {
	g := large()
	weights := make([]float64, g.Nodes())
	b.ReportAllocs()
	for name, f := range map[string]func(){
		"components": func() { g.Cycles() },
		"depths":     func() { g.Depths() },
		"dominators": func() { g.Dominated(g.Dominators(0), weights, 0) },
		"ways": func() {
			for range g.Shortest(0, 2499) {
				break
			}
		},
		"cut": func() {
			for _, c := range g.Cycles() {
				g.Cut(c)
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
		})
	}
}

func TestCountShortest(t *testing.T) {
	var ladder []Edge // each rung doubles the ways
	for n := int32(0); n < 3*70; n += 3 {
		ladder = append(ladder, Edge{n, n + 1}, Edge{n, n + 2}, Edge{n + 1, n + 3}, Edge{n + 2, n + 3})
	}
	g := New(3*70+1, ladder)
	for _, c := range []struct {
		to   int32
		want uint64
	}{{0, 1}, {1, 1}, {3, 2}, {30, 1 << 10}, {210, math.MaxUint64}} {
		if got := g.CountShortest(0, c.to); got != c.want {
			t.Errorf("CountShortest(0, %d) = %d, want %d", c.to, got, c.want)
		}
	}
	if got := g.CountShortest(3, 0); got != 0 {
		t.Errorf("CountShortest(3, 0) = %d, want 0", got)
	}
}

func TestReverse(t *testing.T) {
	g := New(4, []Edge{{2, 1}, {0, 3}, {0, 1}, {2, 1}, {3, 3}, {1, 0}})
	var got []Edge
	for e := range g.Reverse().Edges() {
		got = append(got, e)
	}
	if want := []Edge{{0, 1}, {1, 0}, {1, 2}, {3, 0}, {3, 3}}; !slices.Equal(got, want) {
		t.Errorf("Reverse has %v, want %v", got, want)
	}
}
