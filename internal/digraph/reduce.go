package digraph

import "slices"

// Reduce returns the edges without which something would no longer be reached: its transitive reduction. Where nodes
// reach one another, all edges among them stay. Space is a bit for each pair of nodes.
//
// Source: A. V. Aho, M. R. Garey, J. D. Ullman, "The transitive reduction of a directed graph", 1972.
func (g *Graph) Reduce() []Edge {
	components := g.Components()
	of := make([]int32, g.Nodes())
	for i, members := range components {
		for _, n := range members {
			of[n] = int32(i)
		}
	}
	reached := make([]bitset, len(components))
	var kept []Edge
	for i, members := range components {
		own := int32(i)
		set := make(bitset, (len(components)+63)/64)
		set.add(own)
		needed := map[int32]bool{own: true}
		for _, c := range g.leave(members, of, own) { // those that reach others come first
			if !set.has(c) {
				needed[c] = true
				set.join(reached[c])
			}
		}
		reached[i] = set
		for _, n := range members {
			for _, m := range g.To(n) {
				if needed[of[m]] {
					kept = append(kept, Edge{n, m})
				}
			}
		}
	}
	sortEdges(kept)
	return kept
}

// leave returns the components that edges of the members of another one lead to, the last found first.
func (g *Graph) leave(members, of []int32, own int32) []int32 {
	var next []int32
	for _, n := range members {
		for _, m := range g.To(n) {
			if of[m] != own {
				next = append(next, of[m])
			}
		}
	}
	slices.Sort(next)
	next = slices.Compact(next)
	slices.Reverse(next)
	return next
}

// bitset is a set of numbers below some bound.
type bitset []uint64

func (b bitset) add(i int32)      { b[i/64] |= 1 << (i % 64) }
func (b bitset) has(i int32) bool { return b[i/64]&(1<<(i%64)) != 0 }

func (b bitset) join(other bitset) {
	for i, word := range other {
		b[i] |= word
	}
}
