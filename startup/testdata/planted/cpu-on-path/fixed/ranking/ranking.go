// Package ranking ranks the pages of the site.
package ranking

import (
	"sort"
	"time"

	"example.com/planted/cpu-on-path/stopwatch"
)

const cost = 300 * time.Millisecond

// Best returns the best score. It ranks the pages again and again until cost has passed, so that
// it is as dear on a fast machine as on a slow one.
func Best() float64 {
	start := time.Now()
	defer stopwatch.Record(start)
	var ranked []float64
	for seed := uint64(1); time.Since(start) < cost; seed++ {
		ranked = rank(scores(100_000, seed))
	}
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
