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
	median := statistic{statMedian, stats.Median, stats.Ratio, stats.LeastPairs}
	if s.Class != Wall || s.Exact || !s.Paired {
		return []statistic{median}
	}
	return []statistic{
		{statMinimum, slices.Min[[]float64], ratioOfMinima, leastForMinima},
		median,
		{statP90, func(x []float64) float64 { return stats.Quantile(x, tail) }, ratioOfTails, leastForTails},
	}
}

// ratioOfMinima returns the ratio of the minima of either arm. That is one value without an interval, so the
// pairs are cut, in the order of the runs, into as few blocks as the sign test needs, and the ratios of the minima within a
// block enclose it: the minimum of all is no more than that of the other's block. If the candidate takes r times as long
// in each run, so does each of its minima. More blocks would make more ratios that are worth less: with 60 pairs of
// which 80 % are held up, 6 blocks find 10 % in 82 of 100 tries, 12 in 68, 30 in 39, the median in 20 (see busy in the tests).
func ratioOfMinima(baseline, candidate []float64, level float64) stats.Interval {
	n, blocks := len(baseline), blocksOf(level)
	out := stats.Interval{Value: slices.Min(candidate) / slices.Min(baseline), Level: level, N: n}
	if n < leastForMinima(level) {
		return out
	}
	ratios := make([]float64, blocks)
	for i := range ratios {
		from, to := i*n/blocks, (i+1)*n/blocks
		ratios[i] = slices.Min(candidate[from:to]) / slices.Min(baseline[from:to])
	}
	out.Lo, out.Hi, out.OK = slices.Min(ratios), slices.Max(ratios), true
	return out
}

// blocksOf is how many ratios enclose their median at a level.
func blocksOf(level float64) int { return leastForQuantile(0.5, level) }

// leastForMinima is how many pairs make blocks of two.
func leastForMinima(level float64) int { return 2 * blocksOf(level) }

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
func leastForTails(level float64) int { return leastForQuantile(tail, (1+level)/2) }

// Of returns the row of a metric's median; series is the metric, with the labels of its series where it has any.
func Of(rows []Row, series string) (Row, bool) {
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Metric+r.Label == series && r.Statistic == statMedian })
	if i < 0 {
		return Row{}, false
	}
	return rows[i], true
}
