package claim

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// judgeRatio judges candidate / baseline, at the first look that decides it. Times are judged by runs made in turns
// only.
func (e *Expectation) judgeRatio(ev Evidence, v *evidence.Verdict) {
	undecided := *v
	for _, pairs := range append(slices.Clone(ev.Earlier), ev.Pairs) {
		*v = undecided
		e.judgePairs(pairs, ev, v)
		if v.Outcome != Unknown {
			return
		}
	}
}

// judgePairs judges by what pairs of runs tell at one look; nil: no pairs were made.
func (e *Expectation) judgePairs(pairs func(string) (comparison.Row, bool), ev Evidence, v *evidence.Verdict) {
	var row comparison.Row
	ok := false
	if pairs != nil {
		row, ok = pairs(e.series())
	}
	if !ok {
		v.Reason = e.series() + " was not measured in both arms" + e.whyNot(ev)
		return
	}
	est := e.estimateRatio(row)
	e.conclude(est, v)
	if est.why == "" {
		v.Direction = e.direction(est)
	}
	if e.Metric.Class == comparison.Wall && ev.Unfit != "" {
		v.Outcome, v.Direction, v.Reason = Unknown, None, unfit(ev, est)
	}
}

// whyNot is why an arm lacks the metric, where its record says so.
func (e *Expectation) whyNot(ev Evidence) (text string) {
	if series, why := e.find(ev.Record); series == nil {
		text += "; candidate: " + why
	}
	if ev.Baseline == nil {
		return text + "; there is no baseline"
	}
	if series, why := e.find(ev.Baseline); series == nil {
		text += "; baseline: " + why
	}
	return text
}

// estimateRatio takes over what the comparison found; of exact metrics one sample of either arm is enough.
func (e *Expectation) estimateRatio(row comparison.Row) estimate {
	if e.Metric.Exact {
		return e.exactRatio(row)
	}
	r := row.Ratio
	est := estimate{value: r.Value, lo: r.Lo, hi: r.Hi, n: r.N}
	switch {
	case !r.OK:
		est.why = row.Reason
		if est.why == "" {
			est.why = fmt.Sprintf("%d pairs of runs are too few for an interval of the ratio, at least %d are needed", r.N, stats.LeastPairs(level))
		}
	case !row.Paired:
		est.why = join("the arms were not run in turns", row.Reason)
	case math.IsNaN(r.Lo) || math.IsNaN(r.Hi):
		est.why = "the samples give no ratio"
	default:
		est.text = fmt.Sprintf("ratio %s (%s–%s), %d pairs", plain(r.Value), plain(r.Lo), plain(r.Hi), r.N)
	}
	return est
}

// plain writes a ratio to a thousandth.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

func (e *Expectation) exactRatio(row comparison.Row) estimate {
	n := min(len(row.Baseline), len(row.Candidate))
	est := estimate{n: n}
	if n == 0 || !finite(row.Baseline) || !finite(row.Candidate) {
		est.why = join("one of the arms has no samples of "+e.series(), row.Reason)
		return est
	}
	for _, samples := range [][]float64{row.Baseline, row.Candidate} {
		if one := e.exact(samples); one.why != "" {
			return one
		}
	}
	before, after := slices.Min(row.Baseline), slices.Min(row.Candidate)
	if before == 0 {
		est.why = fmt.Sprintf("the baseline has 0, the candidate %s: there is no ratio to 0", formatQuantity(after, e.Metric.Unit))
		return est
	}
	est.value = after / before
	est.lo, est.hi = est.value, est.value
	est.text = fmt.Sprintf("ratio %s: %s to %s, n=%d", plain(est.value),
		formatQuantity(before, e.Metric.Unit), formatQuantity(after, e.Metric.Unit), n)
	return est
}

// direction says on which side of 1 an effect is, seen from the operator. An equality points to where its limit is.
func (e *Expectation) direction(est estimate) string {
	less := e.upper()
	switch {
	case est.lo <= 1 && est.hi >= 1:
		return None
	case e.Op == "==" || e.Op == "!=":
		if e.Limit == 1 {
			return None
		}
		less = e.Limit < 1
	}
	if less == (est.hi < 1) {
		return Same
	}
	return Opposite
}
