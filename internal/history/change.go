package history

import (
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
)

// What a change point takes. penalty was chosen by simulation, see docs/benchmarks.md.
const (
	penalty      = 2.5  // times the noise and the logarithm of the number of records
	leastBetween = 4    // records between two changes: an outlier or two are none
	leastChange  = 0.05 // between the medians of neighbours: less is of no concern
	leastNoise   = 0.01 // of logarithms, where records hardly differ
)

// cuts divides values, which are logarithms, into stretches with levels of their own, and returns where each but the
// first begins. Of all divisions it is the one with the least sum of absolute deviations from the medians of the
// stretches, each stretch costing a penalty: optimal partitioning with a cost that outliers move little.
// It takes time proportional to the square of the number of values.
func cuts(values []float64) []int {
	n := len(values)
	if n < 2*leastBetween {
		return nil
	}
	price := penalty * noise(values) * math.Log(float64(n))
	best, from := make([]float64, n+1), make([]int, n+1)
	for i := range best[1:] {
		best[i+1] = math.Inf(1)
	}
	for s := 0; s+leastBetween <= n; s++ {
		var part stretch
		for t := s; t < n && !math.IsInf(best[s], 1); t++ {
			part.add(values[t])
			if cost := best[s] + part.cost() + price; t+1-s >= leastBetween && cost < best[t+1] {
				best[t+1], from[t+1] = cost, s
			}
		}
	}
	var all []int
	for t := from[n]; t > 0; t = from[t] {
		all = append(all, t)
	}
	slices.Reverse(all)
	return notable(values, all)
}

// perDeviation turns the median of absolute deviations into the standard deviation of normal ones.
const perDeviation = 1.4826

// noise is how much values differ from their neighbours, as the standard deviation of normal ones. Changes of the
// level are too few to count in it.
func noise(values []float64) float64 {
	steps := make([]float64, len(values)-1)
	for i := range steps {
		steps[i] = math.Abs(values[i+1] - values[i])
	}
	return math.Max(stats.Median(steps)*perDeviation/math.Sqrt2, leastNoise)
}

// notable drops the least change until all are of concern.
func notable(values []float64, all []int) []int {
	for len(all) > 0 {
		least, at := math.Inf(1), 0
		for k := range all {
			before, after := around(len(values), all, k)
			change := stats.Median(values[all[k]:after]) - stats.Median(values[before:all[k]])
			if math.Abs(change) < least {
				least, at = math.Abs(change), k
			}
		}
		if least >= math.Log1p(leastChange) {
			break
		}
		all = slices.Delete(all, at, at+1)
	}
	return all
}

// around returns where the stretch before change k begins, and where that after it ends.
func around(n int, all []int, k int) (before, after int) {
	after = n
	if k > 0 {
		before = all[k-1]
	}
	if k+1 < len(all) {
		after = all[k+1]
	}
	return before, after
}

// A stretch is values with one level, sorted.
type stretch struct {
	sorted     []float64
	total, low float64 // sums of all values, and of the lower half without the one in the middle
}

func (s *stretch) add(x float64) {
	i, _ := slices.BinarySearch(s.sorted, x)
	half := len(s.sorted) / 2
	if i < half {
		s.low += x - s.sorted[half-1]
	}
	s.sorted = slices.Insert(s.sorted, i, x)
	s.total += x
	if len(s.sorted)/2 > half {
		s.low += s.sorted[half]
	}
}

// cost is the sum of absolute deviations from the median.
func (s *stretch) cost() float64 {
	high := s.total - s.low
	if n := len(s.sorted); n%2 == 1 {
		high -= s.sorted[n/2]
	}
	return high - s.low
}
