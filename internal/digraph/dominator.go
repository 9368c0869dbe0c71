package digraph

import "slices"

// Dominators returns for each node that is reached from the roots the last node that every way to it leads
// through, itself not counted; -1 where there is none: for roots, for what several of them reach, and for what none does.
func (g *Graph) Dominators(roots ...int32) []int32 {
	order, place := g.postorder(roots)
	// The top, which leads to all roots, has the last place.
	top := int32(len(order))
	above := make([]int32, len(order)+1)
	for i := range above {
		above[i] = -1
	}
	above[top] = top
	for _, n := range roots {
		above[place[n]] = top
	}
	back := g.Reverse()
	for changed := true; changed; {
		changed = false
		for at := top - 1; at >= 0; at-- {
			now := above[at]
			for _, m := range back.To(order[at]) {
				if p := place[m]; p >= 0 && above[p] >= 0 {
					now = meet(above, now, p)
				}
			}
			if now != above[at] {
				above[at], changed = now, true
			}
		}
	}
	out := make([]int32, g.Nodes())
	for n := range out {
		out[n] = -1
		if p := place[n]; p >= 0 && above[p] != top {
			out[n] = order[above[p]]
		}
	}
	return out
}

// meet returns the nearest place that is above both; a is -1 at first.
func meet(above []int32, a, b int32) int32 {
	if a < 0 {
		return b
	}
	for a != b {
		for a < b {
			a = above[a]
		}
		for b < a {
			b = above[b]
		}
	}
	return a
}

// postorder returns the nodes that are reached, each after those that its edges lead to unless they lead back, and the
// place of each in it; -1 where it is not reached.
func (g *Graph) postorder(roots []int32) (order, place []int32) {
	const unseen, open = -1, -2
	place = slices.Repeat([]int32{unseen}, g.Nodes())
	var calls []call
	for _, root := range roots {
		if place[root] != unseen {
			continue
		}
		place[root] = open
		calls = append(calls, call{node: root})
		for len(calls) > 0 {
			c := &calls[len(calls)-1]
			if to := g.To(c.node); int(c.at) < len(to) {
				m := to[c.at]
				c.at++
				if place[m] == unseen {
					place[m] = open
					calls = append(calls, call{node: m})
				}
				continue
			}
			place[c.node] = int32(len(order))
			order = append(order, c.node)
			calls = calls[:len(calls)-1]
		}
	}
	return order, place
}

// Dominated returns for each node the sum of the weights of all that is reached through it alone, itself included;
// 0 for what is not reached. dominators are those of the same roots.
func (g *Graph) Dominated(dominators []int32, weights []float64, roots ...int32) []float64 {
	sums := make([]float64, g.Nodes())
	order, _ := g.postorder(roots)
	for _, n := range order { // a node comes before what dominates it
		sums[n] += weights[n]
		if up := dominators[n]; up >= 0 {
			sums[up] += sums[n]
		}
	}
	return sums
}
