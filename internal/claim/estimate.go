package claim

import (
	"fmt"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/unit"
)

// The least numbers of runs: of a median's interval by order statistics, see stats.MedianCI95, and of a mean's.
const (
	leastMedian = 6
	leastMean   = stats.LeastForMean
)

// An estimate is what samples tell of a statistic.
type estimate struct {
	value, lo, hi float64 // lo and hi mean nothing where why is set
	n             int
	text          string // the figures: "median 812 ms (805–820 ms), n=20"
	why           string // why there is no interval, and what would give one; "" if there is
}

// estimate makes the statistic of one arm's samples.
func (e *Expectation) estimate(samples []float64) estimate {
	est := estimate{n: len(samples)}
	switch {
	case len(samples) == 0:
		est.why = "the record has no samples of " + e.series()
		return est
	case !finite(samples):
		est.why = "the record's samples of " + e.series() + " are not all numbers"
		return est
	case e.Metric.Exact:
		return e.exact(samples)
	}
	switch e.Statistic {
	case Min:
		return e.extreme(slices.Min(samples), est)
	case Max:
		return e.extreme(slices.Max(samples), est)
	case Mean:
		e.bounded(stats.Mean(samples, level), &est)
	case Quantile:
		e.bounded(stats.QuantileAt(samples, e.Quantile, level), &est)
	default:
		i := stats.Interval{Value: stats.Median(samples), N: len(samples)}
		i.Lo, i.Hi, i.OK = stats.MedianCI95(samples)
		e.bounded(i, &est)
	}
	return est
}

// bounded takes over an interval.
func (e *Expectation) bounded(i stats.Interval, est *estimate) {
	est.value, est.lo, est.hi = i.Value, i.Lo, i.Hi
	if !i.OK {
		est.text = fmt.Sprintf("%s %s, n=%d", e.statistic(), unit.Format(i.Value, e.Metric.Unit), est.n)
		est.why = fmt.Sprintf("too few for an interval, at least %d runs are needed", e.Runs())
		return
	}
	est.text = fmt.Sprintf("%s %s (%s), n=%d", e.statistic(), unit.Format(i.Value, e.Metric.Unit), e.rangeText(i.Lo, i.Hi), est.n)
}

// rangeText is an interval, of which one side may have no bound.
func (e *Expectation) rangeText(lo, hi float64) string {
	u := e.Metric.Unit
	switch {
	case math.IsInf(lo, 0) && math.IsInf(hi, 0):
		return "without bounds"
	case math.IsInf(lo, 0):
		return "at most " + unit.Format(hi, u)
	case math.IsInf(hi, 0):
		return "at least " + unit.Format(lo, u)
	}
	return unit.NewScale(u, lo, hi).Range(lo, hi)
}

// exact takes one sample for all, as long as the others are the same.
func (e *Expectation) exact(samples []float64) estimate {
	lo, hi, n := slices.Min(samples), slices.Max(samples), len(samples)
	est := estimate{value: lo, lo: lo, hi: hi, n: n}
	u, _ := e.limitText()
	if lo != hi {
		est.why = fmt.Sprintf("%s should be the same in each run, and %d runs gave %s to %s",
			e.series(), n, formatQuantity(lo, u), formatQuantity(hi, u))
		return est
	}
	est.text = exactText(lo, u) + ", n=1"
	if n > 1 {
		est.text = fmt.Sprintf("%s, the same in each run, n=%d", exactText(lo, u), n)
	}
	return est
}

// exactText loses no digit.
func exactText(v float64, u string) string {
	if u == "bytes" && v >= 1<<10 {
		return fmt.Sprintf("%s (%.0f bytes)", unit.Format(v, u), v)
	}
	return formatQuantity(v, u)
}

// extreme is the least or the greatest of the runs that were made: a fact, without an interval.
func (e *Expectation) extreme(v float64, est estimate) estimate {
	est.value, est.lo, est.hi = v, v, v
	est.text = fmt.Sprintf("%s %s of the %d runs made", e.Statistic, unit.Format(v, e.Metric.Unit), est.n)
	return est
}
