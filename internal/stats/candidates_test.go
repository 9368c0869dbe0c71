package stats

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// An estimator of the ratio of two arms of equal length.
type estimator struct {
	name  string
	ratio func(baseline, candidate []float64, level float64) Interval
}

// estimators are those among which that of Ratio was chosen.
var estimators = []estimator{
	{"sign test", signTest},
	{"signed rank", Ratio},
	{"medians", func(b, c []float64, level float64) Interval { return bootstrap(b, c, 0.5, level) }},
	{"lower quartiles", func(b, c []float64, level float64) Interval { return bootstrap(b, c, 0.25, level) }},
}

// signTest is the median of the pairs' ratios with the interval that belongs to the sign test.
//
// Source: J. D. Gibbons, S. Chakraborti, "Nonparametric Statistical Inference", section 5.4.
func signTest(baseline, candidate []float64, level float64) Interval {
	logs := make([]float64, len(baseline))
	for i, b := range baseline {
		logs[i] = logRatio(b, candidate[i])
	}
	slices.Sort(logs)
	n := len(logs)
	k := cutoff(n, 0.5, (1-level)/2)
	if k == 0 {
		return Interval{Value: math.Exp(quantile(logs, 0.5)), Level: level, N: n}
	}
	return Interval{math.Exp(quantile(logs, 0.5)), math.Exp(logs[k-1]), math.Exp(logs[n-k]), level, n, true}
}

// bootstrap is the ratio of the arms' q-quantiles with the percentile interval of 999 samples of pairs.
//
// Source: B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", chapter 13.
func bootstrap(baseline, candidate []float64, q, level float64) Interval {
	const resamples = 999
	rng := rand.New(rand.NewPCG(1, 2))
	b, c := ordered(baseline), ordered(candidate)
	ratios, drawn := make([]float64, resamples), make([]int, len(baseline))
	for i := range ratios {
		clear(drawn)
		for range drawn {
			drawn[rng.IntN(len(drawn))]++
		}
		ratios[i] = quantileOf(candidate, c, drawn, q) / quantileOf(baseline, b, drawn, q)
	}
	slices.Sort(ratios)
	value := Quantile(candidate, q) / Quantile(baseline, q)
	k := int(math.Floor((1 - level) / 2 * (resamples + 1)))
	return Interval{value, ratios[k-1], ratios[resamples-k], level, len(baseline), true}
}

// ordered returns the indices of the samples in ascending order.
func ordered(samples []float64) []int {
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(samples[i], samples[j]) })
	return order
}

// quantileOf is Quantile of samples of which each was drawn so many times.
func quantileOf(samples []float64, order, drawn []int, q float64) float64 {
	whole, rest := math.Modf(q * float64(len(samples)-1))
	seen := 0
	for at, i := range order {
		seen += drawn[i]
		if seen <= int(whole) {
			continue
		}
		x := samples[i]
		if rest == 0 || seen > int(whole)+1 {
			return x
		}
		for _, j := range order[at+1:] {
			if drawn[j] > 0 {
				return x + rest*(samples[j]-x)
			}
		}
	}
	return math.NaN()
}
