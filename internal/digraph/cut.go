package digraph

import (
	"math/bits"
	"slices"
)

// exactNodes is up to how many nodes of a component the fewest edges are found for certain: 2^16 sets of nodes, some
// milliseconds.
const exactNodes = 16

// Cut returns edges whose removal leaves no cycle among the nodes of a component, and whether fewer cannot be. Of larger
// components a heuristic finds few, and none of them can be put back.
func (g *Graph) Cut(component []int32) (edges []Edge, least bool) {
	inside := g.inside(component)
	var order []int
	if least = len(component) <= exactNodes; least {
		order = inside.bestOrder()
	} else {
		order = inside.goodOrder()
	}
	place := make([]int, len(order))
	for i, n := range order {
		place[n] = i
	}
	var kept []Edge
	for e := range inside.Edges() {
		if place[e.From] < place[e.To] {
			kept = append(kept, e)
		} else {
			edges = append(edges, e)
		}
	}
	if !least {
		edges = putBack(inside.Nodes(), kept, edges)
	}
	for i, e := range edges {
		edges[i] = Edge{component[e.From], component[e.To]}
	}
	return edges, least
}

// inside is the graph of the edges among some nodes, which it numbers in their order.
func (g *Graph) inside(nodes []int32) *Graph {
	number := map[int32]int32{}
	for i, n := range nodes {
		number[n] = int32(i)
	}
	var edges []Edge
	for _, n := range nodes {
		for _, m := range g.To(n) {
			if to, ok := number[m]; ok {
				edges = append(edges, Edge{number[n], to})
			}
		}
	}
	return New(len(nodes), edges)
}

// bestOrder returns an order of the nodes in which the fewest edges lead back: of each set of nodes it finds the best
// order, by which of them comes last.
func (g *Graph) bestOrder() []int {
	n := g.Nodes()
	into := make([]uint32, n) // set of the nodes that an edge of a node leads to
	for e := range g.Edges() {
		into[e.From] |= 1 << e.To
	}
	backs := make([]uint16, 1<<n) // edges that lead back within the set, in its best order
	last := make([]uint8, 1<<n)
	for set := uint32(1); set < 1<<n; set++ {
		backs[set] = ^uint16(0)
		for i := range n {
			if set&(1<<i) == 0 {
				continue
			}
			// With i last, its edges to any of the set lead back.
			if b := backs[set&^(1<<i)] + uint16(bits.OnesCount32(into[i]&set)); b < backs[set] {
				backs[set], last[set] = b, uint8(i)
			}
		}
	}
	var order []int
	for set := uint32(1)<<n - 1; set != 0; set &^= 1 << last[set] {
		order = append(order, int(last[set]))
	}
	slices.Reverse(order)
	return order
}

// goodOrder is that of Eades, Lin and Smyth: sinks are put last, sources first, and then always the node with the most
// edges out over those in.
func (g *Graph) goodOrder() []int {
	n := g.Nodes()
	back := g.Reverse()
	out, in, gone := make([]int, n), make([]int, n), make([]bool, n)
	for e := range g.Edges() {
		if e.From != e.To {
			out[e.From]++
			in[e.To]++
		}
	}
	var first, last []int
	for len(first)+len(last) < n {
		pick := choose(out, in, gone)
		if out[pick] == 0 {
			last = append(last, pick)
		} else {
			first = append(first, pick)
		}
		gone[pick] = true
		for _, m := range g.To(int32(pick)) {
			in[m]--
		}
		for _, m := range back.To(int32(pick)) {
			out[m]--
		}
	}
	slices.Reverse(last)
	return append(first, last...)
}

// choose returns a sink, else a source, else the node with the most edges out over those in.
func choose(out, in []int, gone []bool) int {
	best, rank := -1, 0
	for n := range out {
		if gone[n] {
			continue
		}
		r := out[n] - in[n]
		switch {
		case out[n] == 0:
			return n
		case in[n] == 0:
			r = len(out) * 2
		}
		if best < 0 || r > rank {
			best, rank = n, r
		}
	}
	return best
}

// putBack adds each cut edge to the kept ones again if that makes no cycle, and returns the others.
func putBack(nodes int, kept, cut []Edge) (left []Edge) {
	next := make([][]int32, nodes)
	for _, e := range kept {
		next[e.From] = append(next[e.From], e.To)
	}
	for _, e := range cut {
		if leads(next, e.To, e.From) {
			left = append(left, e)
		} else {
			next[e.From] = append(next[e.From], e.To)
		}
	}
	return left
}

// leads reports whether a way leads from one node to another; from each to itself one does.
func leads(next [][]int32, from, to int32) bool {
	seen := make([]bool, len(next))
	seen[from] = true
	for stack := []int32{from}; len(stack) > 0; {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n == to {
			return true
		}
		for _, m := range next[n] {
			if !seen[m] {
				seen[m] = true
				stack = append(stack, m)
			}
		}
	}
	return false
}
