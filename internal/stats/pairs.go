package stats

import (
	"math"
	"slices"
)

// PairedRatio returns the median of candidate/baseline over pairs of runs that were made in turns,
// and an interval that encloses the median ratio with a probability of at least 95 %: the sign test,
// inverted. It works on logarithms, so that exchanging the arms gives the inverse exactly. Samples
// must be positive and as many on either side. Below 6 pairs there is no interval and ok is false.
//
// Source: J. D. Gibbons, S. Chakraborti, "Nonparametric Statistical Inference", section 5.4.
func PairedRatio(baseline, candidate []float64) (ratio, lo, hi float64, ok bool) {
	logs := make([]float64, len(baseline))
	for i := range baseline {
		logs[i] = math.Log(candidate[i]) - math.Log(baseline[i])
	}
	slices.Sort(logs)
	lo, hi, ok = medianCI95(logs)
	if ok {
		lo, hi = math.Exp(lo), math.Exp(hi)
	}
	return math.Exp(quantile(logs, 0.5)), lo, hi, ok
}

// PairedDifference returns the median of candidate-baseline over pairs of runs that were made in turns, in
// their unit, and an interval that encloses the median difference with a probability of at least 95 %: the
// sign test, inverted, as in PairedRatio. As many samples on either side; below 6 pairs ok is false.
func PairedDifference(baseline, candidate []float64) (difference, lo, hi float64, ok bool) {
	differences := make([]float64, len(baseline))
	for i := range baseline {
		differences[i] = candidate[i] - baseline[i]
	}
	slices.Sort(differences)
	lo, hi, ok = medianCI95(differences)
	return quantile(differences, 0.5), lo, hi, ok
}
