// Package ranking ranks the pages of the site.
package ranking

import "sort"

// Best returns the best score of a few pages.
func Best() float64 {
	scores := make([]float64, 1000)
	score(scores, 1)
	rank(scores)
	return scores[len(scores)-1]
}

func rank(scores []float64) {
	sort.Float64s(scores)
}

// score gives each page a score.
func score(scores []float64, seed uint64) {
	for i := range scores {
		seed = seed*6364136223846793005 + 1442695040888963407
		scores[i] = float64(seed >> 40)
	}
}
