package stats

import (
	"math"
	"slices"
)

// Ratio returns candidate/baseline of pairs of runs that were made in turns, and an interval of a confidence
// level: the Hodges-Lehmann estimate of the logarithms of the pairs' ratios, and the interval that belongs
// to the signed-rank test. It was chosen among four by simulation, see docs/statistics.md.
//
// What disturbs both runs of a pair alike cancels. The logarithms make it symmetric: with the arms exchanged
// it is the inverse. It supposes that the logarithms lie symmetrically around the true one. They do if the change
// multiplies times and disturbances strike both arms alike, whatever their distribution is; and always if
// there is no difference, so that false alarms are as rare as the level says.
//
// Samples must be finite, not negative, and as many on either side. Two zeros are equal; beside a zero nothing else
// has a ratio: then Value is NaN and OK false. Below LeastPairs(level) pairs OK is false, and Value is
// the estimate nonetheless.
func Ratio(baseline, candidate []float64, level float64) Interval {
	logs := make([]float64, len(baseline))
	for i, b := range baseline {
		logs[i] = logRatio(b, candidate[i])
		if math.IsInf(logs[i], 0) || math.IsNaN(logs[i]) {
			return Interval{Value: math.NaN(), Level: level, N: len(baseline)}
		}
	}
	i := shift(logs, level)
	i.Value = math.Exp(i.Value)
	if i.OK {
		i.Lo, i.Hi = math.Exp(i.Lo), math.Exp(i.Hi)
	}
	return i
}

// logRatio is a difference of logarithms, not the logarithm of a quotient, so that it only changes its sign
// with the arms exchanged.
func logRatio(baseline, candidate float64) float64 {
	if baseline == candidate {
		return 0
	}
	return math.Log(candidate) - math.Log(baseline)
}

// Difference returns candidate-baseline of pairs of runs that were made in turns, in their unit, and an interval
// of a confidence level, as Ratio does: for a change that adds, and where samples may be zero. Samples must be
// finite, and as many on either side.
func Difference(baseline, candidate []float64, level float64) Interval {
	differences := make([]float64, len(baseline))
	for i, b := range baseline {
		differences[i] = candidate[i] - b
	}
	return shift(differences, level)
}

// shift returns the middle of samples that lie symmetrically around it, which it sorts: their
// Hodges-Lehmann estimate with the interval of the signed-rank test.
func shift(samples []float64, level float64) Interval {
	slices.Sort(samples)
	n := len(samples)
	i := Interval{Value: math.NaN(), Level: level, N: n}
	if n == 0 {
		return i
	}
	w := walsh(samples)
	i.Value = w.median()
	if k := signedRankCutoff(n, (1-level)/2); k > 0 {
		i.Lo, i.Hi, i.OK = w.at(k), w.at(w.len()+1-k), true
	}
	return i
}
