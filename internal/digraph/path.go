package digraph

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// Distances returns for each node how many edges the shortest way to it has from the nearest of some nodes; -1 where there is none.
func (g *Graph) Distances(from ...int32) []int32 {
	distances := make([]int32, g.Nodes())
	for n := range distances {
		distances[n] = -1
	}
	queue := slices.Clone(from)
	for _, n := range from {
		distances[n] = 0
	}
	for at := 0; at < len(queue); at++ {
		n := queue[at]
		for _, m := range g.To(n) {
			if distances[m] < 0 {
				distances[m] = distances[n] + 1
				queue = append(queue, m)
			}
		}
	}
	return distances
}

// Shortest returns all shortest ways from one node to another, in order of their nodes. There may be more of them
// than anybody reads.
func (g *Graph) Shortest(from, to int32) iter.Seq[[]int32] {
	left := g.Reverse().Distances(to)
	return func(yield func([]int32) bool) {
		if left[from] >= 0 {
			g.follow([]int32{from}, left, yield)
		}
	}
}

// follow goes on from the last node of way, always one nearer to the end.
func (g *Graph) follow(way []int32, left []int32, yield func([]int32) bool) bool {
	n := way[len(way)-1]
	if left[n] == 0 {
		return yield(slices.Clone(way))
	}
	for _, m := range g.To(n) {
		if left[m] == left[n]-1 && !g.follow(append(way, m), left, yield) {
			return false
		}
	}
	return true
}

// CountShortest returns how many shortest ways lead from one node to another, at most the largest uint64.
func (g *Graph) CountShortest(from, to int32) uint64 {
	left := g.Reverse().Distances(to)
	if left[from] < 0 {
		return 0
	}
	var order []int32
	for n, d := range left {
		if d > 0 && d <= left[from] {
			order = append(order, int32(n))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(left[a], left[b]) })
	ways := make([]uint64, g.Nodes())
	ways[to] = 1
	for _, n := range order {
		for _, m := range g.To(n) {
			if left[m] != left[n]-1 {
				continue
			}
			if ways[n] > math.MaxUint64-ways[m] {
				ways[n] = math.MaxUint64
			} else {
				ways[n] += ways[m]
			}
		}
	}
	return ways[from]
}
