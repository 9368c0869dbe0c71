// Package stats condenses samples: quantiles and what bounds them, ratios and differences of pairs of runs, when one may
// look whether there is a difference, and how many runs are needed.
//
// Times to start are skewed and have several modes, so nothing here takes them for normal. Quantiles suppose
// nothing about the distribution but that samples are independent; what Ratio and Difference suppose is
// said there. Samples must be finite numbers; they are never reordered. How the methods
// were chosen, and how often they err, is in docs/statistics.md.
//
// Sources: R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", 1996 (Quantile);
// H. A. David, H. N. Nagaraja, "Order Statistics", 3rd ed., section 7.1 (MedianCI95).
package stats

import (
	"math"
	"slices"

	"github.com/cupelgo/cupel/evidence"
)

// Median returns the middle sample, or the mean of the two in the middle. NaN without samples.
func Median(samples []float64) float64 {
	return Quantile(samples, 0.5)
}

// Quantile returns the q-quantile, q from 0 to 1, by linear interpolation between order
// statistics: definition 7 of Hyndman and Fan, the default of R and NumPy. NaN without samples.
func Quantile(samples []float64, q float64) float64 {
	return quantile(slices.Sorted(slices.Values(samples)), q)
}

func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	whole, rest := math.Modf(q * float64(len(sorted)-1))
	i := int(whole)
	if rest == 0 {
		return sorted[i]
	}
	return sorted[i] + rest*(sorted[i+1]-sorted[i])
}

// MedianCI95 returns two samples that enclose the median of the distribution with a probability of
// at least 95 %, whatever the distribution. Below 6 samples no two of them do (between the
// least and the greatest of 5 it is 93.75 %), and ok is false.
func MedianCI95(samples []float64) (lo, hi float64, ok bool) {
	return medianCI95(slices.Sorted(slices.Values(samples)))
}

func medianCI95(sorted []float64) (lo, hi float64, ok bool) {
	n := len(sorted)
	k := cutoff(n, 0.5, 0.05/2)
	if k == 0 {
		return 0, 0, false
	}
	return sorted[k-1], sorted[n-k], true
}

// Summarize condenses samples for a record. Without samples N is 0 and the figures mean nothing;
// CI95 is nil below 6 samples.
func Summarize(samples []float64) evidence.Summary {
	if len(samples) == 0 {
		return evidence.Summary{}
	}
	sorted := slices.Sorted(slices.Values(samples))
	s := evidence.Summary{N: len(sorted), Median: quantile(sorted, 0.5), P90: quantile(sorted, 0.9)}
	if lo, hi, ok := medianCI95(sorted); ok {
		s.CI95 = &[2]float64{lo, hi}
	}
	return s
}
