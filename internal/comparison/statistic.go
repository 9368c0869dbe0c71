package comparison

import (
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
)

// The statistics of a row.
const (
	statMedian  = "median"
	statMinimum = "minimum"
	statP90     = "p90"
)

// A statistic is what of an arm's samples is compared, and how far that can be told from pairs.
type statistic struct {
	name  string
	of    func([]float64) float64
	ratio func(baseline, candidate []float64, level float64) stats.Interval
	least func(level float64) int // pairs without which there is no interval
}

func statisticsOf(s Series) []statistic {
	median := statistic{statMedian, stats.Median, ratio, leastPairs}
	if s.Class != Wall || s.Exact {
		return []statistic{median}
	}
	return []statistic{
		{statMinimum, slices.Min[[]float64], ratioOfMinima, func(level float64) int { return 2 * leastPairs(level) }},
		median,
		{statP90, func(x []float64) float64 { return stats.Quantile(x, tail) }, ratioOfTails, leastForTails},
	}
}

// runsPerMinimum is how many pairs make one minimum of either arm. More come nearer to the program itself
// and leave fewer minima to make an interval of; TestMinimaSeeMore shows what 5 give on a busy machine.
const runsPerMinimum = 5

// ratioOfMinima returns the ratio of the minima of either arm. The minimum of all runs is one value without
// an interval, so the pairs are cut, in the order of the runs, into blocks of about runsPerMinimum, no fewer than
// an interval needs; the minima of a block make a pair. If the candidate takes r times as long in each run, so does
// each of its minima.
func ratioOfMinima(baseline, candidate []float64, level float64) stats.Interval {
	n := len(baseline)
	blocks := max(leastPairs(level), n/runsPerMinimum)
	if n < 2*blocks {
		return stats.Interval{Value: slices.Min(candidate) / slices.Min(baseline), Level: level, N: n}
	}
	b, c := make([]float64, blocks), make([]float64, blocks)
	for i := range blocks {
		from, to := i*n/blocks, (i+1)*n/blocks
		b[i], c[i] = slices.Min(baseline[from:to]), slices.Min(candidate[from:to])
	}
	out := ratio(b, c, level)
	out.N = n
	return out
}

// tail is the quantile of the row of tails.
const tail = 0.9

// ratioOfTails returns the ratio of the p90 of either arm. Slow runs of a pair have nothing to do with one
// another, so the arms count by themselves: each has an interval by order statistics that fails half as
// often, and the ratio lies between their quotients (Bonferroni), whatever the distributions.
func ratioOfTails(baseline, candidate []float64, level float64) stats.Interval {
	b, c := quantileAt(baseline, tail, (1+level)/2), quantileAt(candidate, tail, (1+level)/2)
	out := stats.Interval{Value: c.Value / b.Value, Level: level, N: len(baseline)}
	if b.OK && c.OK {
		out.Lo, out.Hi, out.OK = c.Lo/b.Hi, c.Hi/b.Lo, true
	}
	return out
}

// leastForTails is how many runs an arm needs for either end of the interval of its p90.
func leastForTails(level float64) int {
	n := 1
	for _, ok := bounds(n, tail, (1+level)/2); !ok; _, ok = bounds(n, tail, (1+level)/2) {
		n++
	}
	return n
}

// Of returns the row of a metric's median; series is the metric, with the labels of its series where it has any.
func Of(rows []Row, series string) (Row, bool) {
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Metric+r.Label == series && r.Statistic == statMedian })
	if i < 0 {
		return Row{}, false
	}
	return rows[i], true
}
