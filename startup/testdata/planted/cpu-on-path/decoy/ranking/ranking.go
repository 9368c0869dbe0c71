// Package ranking ranks the pages of the site.
package ranking

import "sort"

// Best returns the best score of a few pages.
func Best() float64 {
	ranked := rank(scores(1000, 1))
	return ranked[len(ranked)-1]
}

func rank(scores []float64) []float64 {
	sort.Float64s(scores)
	return scores
}

func scores(n int, seed uint64) []float64 {
	out := make([]float64, n)
	for i := range out {
		seed = seed*6364136223846793005 + 1442695040888963407
		out[i] = float64(seed >> 40)
	}
	return out
}
