package comparison

import (
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
)

// ratio returns the median ratio of pairs with its interval. Samples are above 0. It works on logarithms,
// so that exchanging the arms gives the inverse.
func ratio(baseline, candidate []float64, level float64) stats.Interval {
	logs := make([]float64, len(baseline))
	for i := range logs {
		logs[i] = math.Log(candidate[i]) - math.Log(baseline[i])
	}
	out := quantileAt(logs, 0.5, level)
	out.Value = math.Exp(out.Value)
	if out.OK {
		out.Lo, out.Hi = math.Exp(out.Lo), math.Exp(out.Hi)
	}
	return out
}

// leastPairs returns how many pairs an interval of a level needs: if all differ in the same direction by
// chance, which happens to 2 of 2ⁿ, the interval is wrong.
func leastPairs(level float64) int { return leastForQuantile(0.5, level) }

// leastForQuantile returns how many samples have one on either side of the q-quantile. Level is below 1. All n
// lie on the same side with qⁿ or (1-q)ⁿ; the loop is for what rounding leaves.
func leastForQuantile(q, level float64) int {
	n := max(1, int(math.Log((1-level)/2)/math.Log(max(q, 1-q))))
	for _, ok := bounds(n, q, level); !ok; _, ok = bounds(n, q, level) {
		n++
	}
	return n
}

// quantileAt returns the q-quantile with an interval between two samples, by order statistics. OK is
// false unless there is one on either side.
func quantileAt(samples []float64, q, level float64) stats.Interval {
	sorted := slices.Sorted(slices.Values(samples))
	out := stats.Interval{Value: stats.Quantile(sorted, q), Level: level, N: len(sorted)}
	if at, ok := bounds(len(sorted), q, level); ok {
		out.Lo, out.Hi, out.OK = sorted[at[0]], sorted[at[1]], true
	}
	return out
}

// bounds returns the indices of the two of n sorted samples between which the q-quantile lies with a
// probability of level, each end being wrong at most half of the rest.
func bounds(n int, q, level float64) (at [2]int, ok bool) {
	half := (1 - level) / 2
	lo, hi := -1, -1
	below := 0.0 // probability that at most k samples lie below the quantile
	for k := range n {
		below += binomial(n, k, q)
		if below <= half {
			lo = k // the k+1st sample lies above the quantile that often
		}
		if hi < 0 && below >= 1-half {
			hi = k
		}
	}
	return [2]int{lo, hi}, lo >= 0 && hi >= 0
}

func binomial(n, k int, p float64) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
	return math.Exp(lg(n) - lg(k) - lg(n-k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}
