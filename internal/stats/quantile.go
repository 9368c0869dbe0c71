package stats

import (
	"math"
	"slices"
)

// QuantileAt returns the q-quantile of independent samples, 0 < q < 1, and what bounds that of their distribution,
// whatever it is: the distribution's quantile is not above Hi with a probability of at least level, and not
// below Lo with the same. Each bound is for a claim of its own (p90 <= 2s holds if Hi is, and fails
// if Lo is not), so that both together have a Level of only 2·level-1.
//
// Lo is -Inf or Hi +Inf where no sample bounds it: Hi of the 0.9-quantile below 29 samples at 0.95, see RunsForQuantile.
// OK is false if neither is bounded. The level is from ½ to 1, both excluded.
//
// Source: H. A. David, H. N. Nagaraja, "Order Statistics", 3rd ed., section 7.1.
func QuantileAt(samples []float64, q, level float64) Interval {
	sorted := slices.Sorted(slices.Values(samples))
	n := len(sorted)
	i := Interval{Value: quantile(sorted, q), Lo: math.Inf(-1), Hi: math.Inf(1), Level: 2*level - 1, N: n}
	if k := cutoff(n, q, 1-level); k > 0 {
		i.Lo, i.OK = sorted[k-1], true
	}
	if k := cutoff(n, 1-q, 1-level); k > 0 {
		i.Hi, i.OK = sorted[n-k], true
	}
	return i
}

// RunsForQuantile returns the least number of samples with which QuantileAt bounds the q-quantile from above: the
// greatest of them is below it with a probability of qⁿ, which must not exceed 1-level. 29 for 0.9 at 0.95, 299 for 0.99.
func RunsForQuantile(q, level float64) int {
	n := 1
	for cutoff(n, 1-q, 1-level) == 0 {
		n++
	}
	return n
}

// cutoff returns the greatest k for which the k-th least of n samples is above the q-quantile of their distribution
// with a probability of at most tail, 0 if there is none. Each sample lies below that quantile with probability
// q, so the k-th is above with P(B < k), B being binomial(n, q).
func cutoff(n int, q, tail float64) int {
	below := 0.0
	for k := range n {
		if below += binomial(n, k, q); below > tail {
			return k
		}
	}
	return n
}

// binomial returns the probability of k heads in n tosses of a coin that shows heads with probability q. Logarithms
// keep it exact enough where qⁿ would underflow.
func binomial(n, k int, q float64) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
	return math.Exp(lg(n) - lg(k) - lg(n-k) + float64(k)*math.Log(q) + float64(n-k)*math.Log1p(-q))
}
