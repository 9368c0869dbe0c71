// Package ranking ranks the pages of the site.
package ranking

import (
	"sort"
	"time"

	"example.com/planted/several-graph/stopwatch"
)

// Best returns the best score. It ranks the pages again and again until cost has passed, so that
// it is as dear on a fast machine as on a slow one.
func Best(cost time.Duration) float64 {
	start := time.Now()
	defer stopwatch.Record("cpu-on-path", start)
	scores := make([]float64, 10_000)
	for seed := uint64(1); seed == 1 || time.Since(start) < cost; seed++ {
		score(scores, seed)
		rank(scores)
	}
	return scores[len(scores)-1]
}

func rank(scores []float64) {
	sort.Float64s(scores) // want: cpu-on-path
}

// score gives each page a score.
func score(scores []float64, seed uint64) {
	for i := range scores {
		seed = seed*6364136223846793005 + 1442695040888963407
		scores[i] = float64(seed >> 40)
	}
}
