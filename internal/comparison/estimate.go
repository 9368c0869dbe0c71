package comparison

import (
	"math"

	"github.com/cupelgo/cupel/internal/stats"
)

// quantileAt returns the q-quantile with an interval between two samples; each end is wrong at most half as
// often as the interval. OK is false unless there is a sample on either side.
func quantileAt(samples []float64, q, level float64) stats.Interval {
	i := stats.QuantileAt(samples, q, (1+level)/2)
	i.OK = !math.IsInf(i.Lo, 0) && !math.IsInf(i.Hi, 0)
	return i
}

// leastForQuantile returns how many samples have one on either side of the q-quantile. Level is below 1.
func leastForQuantile(q, level float64) int {
	end := (1 + level) / 2
	return max(stats.RunsForQuantile(q, end), stats.RunsForQuantile(1-q, end))
}
