package claim

import (
	"fmt"
	"math"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
)

// Judge says whether the expectation holds. The verdict's Claim is the expectation's canonical form, its Reason
// the figures that it rests on, or why it is unknown and what would tell.
func (e *Expectation) Judge(ev Evidence) evidence.Verdict {
	v := evidence.Verdict{Claim: e.String(), Outcome: Unknown, Direction: None}
	switch {
	case ev.Record == nil:
		v.Reason = "nothing was measured"
	case e.Absent != nil:
		v.Outcome, v.Reason = e.Absent.judge(ev)
	case e.Statistic == Ratio:
		e.judgeRatio(ev, &v)
	default:
		e.judgeSeries(ev, &v)
	}
	return v
}

// judgeSeries judges a metric of one record by itself.
func (e *Expectation) judgeSeries(ev Evidence, v *evidence.Verdict) {
	series, why := e.find(ev.Record)
	if series == nil {
		v.Reason = why
		return
	}
	est := e.estimate(series.Samples)
	if series.Pass != passPlain {
		est.text += ", pass " + series.Pass
	}
	e.conclude(est, v)
	if e.Metric.Class == comparison.Wall && ev.Unfit != "" && !(e.upper() && v.Outcome == Holds) {
		v.Outcome, v.Reason = Unknown, unfit(ev, est)
	}
}

// unfit is why a wall time is not judged.
func unfit(ev Evidence, est estimate) string {
	text := "this machine is not fit to judge wall times: " + ev.Unfit
	if est.text != "" {
		text += "; measured: " + est.text
	}
	return text
}

// upper says whether the comparison bounds from above. Others on the machine can only add to a time, so that
// such a bound that holds all the same does hold.
func (e *Expectation) upper() bool { return e.Op == "<=" || e.Op == "<" }

// conclude compares an estimate with the limit.
func (e *Expectation) conclude(est estimate, v *evidence.Verdict) {
	v.Reason = est.text
	if est.why != "" {
		v.Reason = join(est.text, est.why)
		return
	}
	if !math.IsInf(est.lo, 0) && !math.IsInf(est.hi, 0) {
		v.Measured = &[2]float64{est.lo, est.hi}
	}
	v.Outcome = e.compare(est.lo, est.hi)
	if v.Outcome == Unknown {
		v.Reason = join(est.text, e.undecided(est))
	}
}

// join puts two parts of a reason into a row.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ": " + b
}

// compare says whether all or none of an interval satisfies the comparison.
func (e *Expectation) compare(lo, hi float64) string {
	l := e.Limit
	switch e.Op {
	case "<=":
		return outcome(hi <= l, lo > l)
	case "<":
		return outcome(hi < l, lo >= l)
	case ">=":
		return outcome(lo >= l, hi < l)
	case ">":
		return outcome(lo > l, hi <= l)
	case "==":
		return outcome(lo == l && hi == l, l < lo || l > hi)
	case "!=":
		return outcome(l < lo || l > hi, lo == l && hi == l)
	}
	return Unknown
}

func outcome(holds, fails bool) string {
	switch {
	case holds:
		return Holds
	case fails:
		return Fails
	}
	return Unknown
}

// mostRuns is beyond what anybody would make to decide one claim.
const mostRuns = 1000

// undecided says why an interval does not tell, and how many runs might: its width shrinks with the square root
// of their number.
func (e *Expectation) undecided(est estimate) string {
	what := "runs"
	if e.Statistic == Ratio {
		what = "pairs"
	}
	_, limit := e.limitText()
	if math.IsInf(est.lo, 0) || math.IsInf(est.hi, 0) {
		return fmt.Sprintf("no sample bounds it on the side of %s, at least %d %s are needed", limit, max(e.Runs(), est.n+1), what)
	}
	distance := math.Abs(est.value - e.Limit)
	reach := est.hi - est.value
	if e.Limit < est.value {
		reach = est.value - est.lo
	}
	needed := math.Ceil(float64(est.n) * math.Pow(reach/distance, 2))
	if distance == 0 || needed > mostRuns {
		return fmt.Sprintf("the interval encloses %s, and it is too near for any number of %s to tell", limit, what)
	}
	return fmt.Sprintf("the interval encloses %s, about %d %s might tell", limit, max(int(needed), est.n+1), what)
}

// limitText is the unit of the limit and the limit as a quantity.
func (e *Expectation) limitText() (unit, text string) {
	unit = e.Metric.Unit
	if e.Statistic == Ratio {
		unit = "ratio"
	}
	return unit, formatQuantity(e.Limit, unit)
}

// finite says whether all samples are numbers to count on.
func finite(samples []float64) bool {
	return !slices.ContainsFunc(samples, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}
