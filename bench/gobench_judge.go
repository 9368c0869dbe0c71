package bench

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// reported finds metrics of which nobody knows before a benchmark reports them.
func reported() *regexp.Regexp {
	return regexp.MustCompile(prefixReported + `[^\s(){}:]+:(?:seconds|bytes|count)`)
}

// parseGoExpectation reads an expectation of Go benchmarks.
func parseGoExpectation(text string) (claim.Expectation, error) {
	known := GoMetrics()
	for _, name := range reported().FindAllString(text, -1) {
		known = append(known, Metric{Name: name, Better: "none", Class: "wall"})
	}
	return claim.ParseExpectation(text, asClaimed(known), true)
}

// CheckGoExpectation tells what is wrong with an expectation of Go benchmarks.
func CheckGoExpectation(text string) error {
	_, err := parseGoExpectation(text)
	return err
}

// expected judges an expectation of every benchmark that has the labels which it names, of each other arm against the
// first.
func (v *view) expected(e *claim.Expectation) (all []evidence.Verdict) {
	arms := v.arms()
	for _, candidate := range arms[1:] {
		found := false
		ev := v.claimed(arms[0], candidate)
		for _, m := range v.of(candidate) {
			if m.Name != e.Metric.Name || !selected(m, e.Labels) || v.find(m, arms[0]) == nil {
				continue
			}
			found = true
			verdict := expectedOf(e, m, ev)
			verdict.Claim = against(candidate, arms[0], verdict.Claim)
			all = append(all, verdict)
		}
		if !found {
			all = append(all, evidence.Verdict{
				Claim: against(candidate, arms[0], e.String()), Outcome: claim.Unknown, Direction: claim.None,
				Reason: fmt.Sprintf("no benchmark of both arms has %s%s", e.Metric.Name, bracketed(labelText(e.Labels))),
			})
		}
	}
	return all
}

func against(candidate, baseline, claim string) string {
	return candidate + " against " + baseline + ": " + claim
}

// selected reports whether a metric has all of some labels.
func selected(m *evidence.Metric, labels map[string]string) bool {
	for k, want := range labels {
		if m.Labels[k] != want {
			return false
		}
	}
	return true
}

// expectedOf judges one benchmark, that of a metric of the candidate.
func expectedOf(e *claim.Expectation, m *evidence.Metric, ev claim.Evidence) evidence.Verdict {
	one := *e
	one.Labels = maps.Clone(m.Labels)
	delete(one.Labels, labelArm)
	one.Metric.Exact, one.Metric.Class = m.Exact, comparison.Class(max(0, slices.Index(classes, m.Class)))
	series := m.Name + seriesLabels(m)
	of := func(pairs func(string) (comparison.Row, bool)) func(string) (comparison.Row, bool) {
		return func(string) (comparison.Row, bool) { return pairs(series) } // labels may need quotes in a claim, and have none in a row
	}
	earlier := ev.Earlier
	last := ev.Pairs
	ev.Pairs, ev.Earlier = of(last), nil
	for _, pairs := range earlier {
		ev.Earlier = append(ev.Earlier, of(pairs))
	}
	verdict := one.Judge(ev)
	if row, ok := last(series); ok && one.Statistic == claim.Ratio && row.Old == 0 && row.New == 0 && row.Outcome == comparison.NoDifference {
		verdict.Outcome, verdict.Reason = claim.Fails, "both arms have 0, which counts as a ratio of 1"
		if satisfied(1, one.Op, one.Limit) {
			verdict.Outcome = claim.Holds
		}
	}
	return verdict
}

// satisfied compares a value that is known exactly.
func satisfied(v float64, op string, limit float64) bool {
	return map[string]bool{"<=": v <= limit, "<": v < limit, ">=": v >= limit, ">": v > limit, "==": v == limit, "!=": v != limit}[op]
}

// GoRows are the rows of all benchmarks of a record, of each other arm against the first.
func (r *Result) GoRows() (rows []comparison.Row) {
	v := viewOf(r.Record)
	arms := v.arms()
	for _, candidate := range arms[min(1, len(arms)):] {
		rows = append(rows, judgedRows(v.rows(arms[0], candidate))...)
	}
	return rows
}
