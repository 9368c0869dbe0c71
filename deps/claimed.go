package deps

import (
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// Claimed is what claims about a record are judged by. baseline is nil without one.
func Claimed(rec, baseline *evidence.Record) claim.Evidence {
	ev := claim.Evidence{
		Record: rec, Baseline: baseline,
		CouldSee:         func(f claim.Filter) string { return blind(rec, f) },
		BaselineCouldSee: func(f claim.Filter) string { return blind(baseline, f) },
	}
	if baseline != nil {
		ev.Pairs = func(series string) (comparison.Row, bool) { return pair(rec, baseline, series) }
	}
	return ev
}

// blind says why a record may lack findings that a filter asks for by their rule, "" if it was looked for them.
func blind(rec *evidence.Record, f claim.Filter) string {
	for _, t := range f.Terms {
		if t.Key != "rule" {
			continue
		}
		if isRule(t.Value) && !slices.ContainsFunc(rec.Verdicts, func(v evidence.Verdict) bool { return strings.HasSuffix(v.Claim, ": no "+t.Value) }) {
			return "no file of rules has any of these"
		}
		for _, s := range rec.Skipped {
			if s.What == t.Value {
				return s.Why + "; " + s.Remedy
			}
		}
	}
	return ""
}

// pair puts the values of a series in both records side by side.
func pair(rec, baseline *evidence.Record, series string) (row comparison.Row, ok bool) {
	now, before := sample(rec, series), sample(baseline, series)
	if now == nil || before == nil {
		return row, false
	}
	row.Baseline, row.Candidate, row.Paired = before, now, true
	return row, true
}

// sample returns the samples of a series, which is called name{label=value,…}.
func sample(rec *evidence.Record, series string) []float64 {
	for _, m := range rec.Metrics {
		name := m.Name
		var labels []string
		for k, v := range m.Labels {
			labels = append(labels, k+"="+v)
		}
		slices.Sort(labels)
		if labels != nil {
			name += "{" + strings.Join(labels, ",") + "}"
		}
		if name == series {
			return m.Samples
		}
	}
	return nil
}
