package stats

import (
	"math"
	"slices"
)

// QuantileAt returns the q-quantile with a bound on either side, each of which holds with a probability of at
// least level, whatever the distribution: an order statistic. Where no sample bounds it, Lo is -Inf or Hi +Inf.
//
// Source: H. A. David, H. N. Nagaraja, "Order Statistics", 3rd ed., section 7.1.
func QuantileAt(samples []float64, q, level float64) Interval {
	sorted := slices.Sorted(slices.Values(samples))
	n := len(sorted)
	out := Interval{Value: quantile(sorted, q), Lo: math.Inf(-1), Hi: math.Inf(1), Level: level, N: n, OK: n > 0}
	below := 0.0 // P(B < k), B being binomial(n, q): that fewer than k samples lie below the quantile
	for k := 0; k <= n; k++ {
		if k > 0 && 1-below >= level {
			out.Lo = sorted[k-1]
		}
		if k > 0 && below >= level && math.IsInf(out.Hi, 1) {
			out.Hi = sorted[k-1]
		}
		below += binomial(n, k, q)
	}
	return out
}

func binomial(n, k int, p float64) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
	return math.Exp(lg(n) - lg(k) - lg(n-k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

// RunsForQuantile returns the least n at which the greatest of n samples bounds the q-quantile from above with a
// probability of at least level: 29 for 0.9 and 0.95.
func RunsForQuantile(q, level float64) int {
	return int(math.Ceil(math.Log1p(-level) / math.Log(q)))
}

// LeastPairs returns the least number of pairs that give an interval of a ratio: below it even pairs that all
// agree are too likely by chance.
func LeastPairs(level float64) int {
	return 1 + int(math.Ceil(-math.Log2(1-level)))
}
