package comparison

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
)

// Judge tells of each series whether the candidate differs from the baseline, in the order in which
// metrics deserve trust: counts, bytes, RSS, CPU, the minimum of wall time, its median, its tail. Equals
// keep their order. Of wall time in pairs there are three rows, of all else one.
func Judge(all []Series, o Options) []Row {
	if !(o.Level < 1) {
		panic(fmt.Sprintf("comparison: no number of runs makes an interval of level %v", o.Level))
	}
	var rows []Row
	for _, s := range all {
		for _, st := range statisticsOf(s) {
			rows = append(rows, row(s, st, o))
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(trust(a.Statistic), trust(b.Statistic)))
	})
	return rows
}

// trust orders the statistics of wall time: others on the machine only ever make a run slower, so the
// fastest shows the program best and the slow ones show it least.
func trust(statistic string) int {
	return slices.Index([]string{statMinimum, statMedian, statP90}, statistic)
}

func row(s Series, st statistic, o Options) Row {
	r := Row{Series: s, Statistic: st.name, Old: math.NaN(), New: math.NaN()}
	if len(s.Baseline) > 0 {
		r.Old = st.of(s.Baseline)
	}
	if len(s.Candidate) > 0 {
		r.New = st.of(s.Candidate)
	}
	switch text := unusable(s); {
	case text != "":
		r.unjudged(text)
	case s.Exact:
		r.exact(o)
	case !s.Paired:
		r.apart(o)
	default:
		r.pairs(st, o)
	}
	if r.Sentence == "" {
		r.Sentence = r.Outcome
	}
	return r
}

// unusable says why samples cannot be compared at all; "" if they can.
func unusable(s Series) string {
	for _, arm := range []struct {
		name    string
		samples []float64
	}{{"baseline", s.Baseline}, {"candidate", s.Candidate}, {"baseline's second arm", s.Again}} {
		if len(arm.samples) == 0 && (arm.name != "baseline's second arm" || s.Again != nil) {
			return "the " + arm.name + " has no samples of it"
		}
		for _, v := range arm.samples {
			if v < 0 || math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Sprintf("the %s has the sample %v, and only finite numbers from 0 on have a ratio", arm.name, v)
			}
		}
	}
	if s.Paired && !s.Exact {
		for _, other := range [][]float64{s.Candidate, s.Again} {
			if other != nil && len(other) != len(s.Baseline) {
				return fmt.Sprintf("%d and %d samples make no pairs", len(s.Baseline), len(other))
			}
		}
	}
	return ""
}

func (r *Row) unjudged(reason string) { r.Outcome, r.Reason = NotJudged, reason }

// changed sets the outcome of a change by a direction: below 0 the candidate has less.
func (r *Row) changed(direction float64) {
	switch {
	case r.Better == "lower" && direction < 0, r.Better == "higher" && direction > 0:
		r.Outcome = Improved
	case r.Better == "lower" || r.Better == "higher":
		r.Outcome = Regressed
	default:
		r.unjudged("it differs, and neither less nor more of it is better")
	}
}

// exact compares values that every run gives alike. There is no noise, so the least difference counts.
func (r *Row) exact(o Options) {
	for _, arm := range []struct {
		name    string
		samples []float64
	}{{"baseline", r.Baseline}, {"candidate", r.Candidate}} {
		if lo, hi := slices.Min(arm.samples), slices.Max(arm.samples); lo != hi {
			r.alone(o)
			r.unjudged(fmt.Sprintf("it should be the same in every run, and the %s has %s", arm.name, r.span(lo, hi)))
			return
		}
	}
	if i := slices.IndexFunc(r.Again, func(v float64) bool { return v != r.Old }); i >= 0 {
		r.unjudged(fmt.Sprintf("the baseline differs from itself: it has %s", r.span(r.Old, r.Again[i])))
		return
	}
	n := min(len(r.Baseline), len(r.Candidate))
	switch {
	case r.Old == r.New:
		r.Ratio = stats.Interval{Value: 1, Lo: 1, Hi: 1, Level: 1, N: n, OK: true}
		r.Outcome = NoDifference
		return
	case r.Old > 0:
		v := r.New / r.Old
		r.Ratio = stats.Interval{Value: v, Lo: v, Hi: v, Level: 1, N: n, OK: true}
	}
	r.changed(r.New - r.Old)
}
