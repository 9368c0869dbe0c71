package comparison

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestFindings(t *testing.T) {
	seen := func(string) bool { return true }
	blind := func(string) bool { return false }
	with := func(f evidence.Finding, change func(*evidence.Finding)) evidence.Finding { change(&f); return f }
	cost := func(v float64) evidence.Finding { return found("rule", "medium", "init", v) }
	between := func(v, lo, hi float64) evidence.Finding {
		return with(cost(v), func(f *evidence.Finding) { f.Cost.CI95 = &[2]float64{lo, hi} })
	}
	fact := found("rule", "info", "init", 0.1)
	one := []evidence.Finding{cost(0.01)}
	list := func(fs ...evidence.Finding) []evidence.Finding { return fs }
	tests := []struct {
		name                string
		baseline, candidate []evidence.Finding
		couldSee            func(string) bool
		want                Changes
	}{
		{"nothing", nil, nil, seen, Changes{}},
		{"the same", one, one, seen, Changes{}},
		{"appeared", nil, one, seen, Changes{Appeared: one}},
		{"vanished", one, nil, seen, Changes{Vanished: one}},
		{"gone, or not seen", one, nil, blind, Changes{Unseen: one}},
		{"come, or not seen before", nil, one, blind, Changes{Unseen: one}},
		{"grew", one, list(cost(0.016)), seen, Changes{Grew: []Change{{cost(0.01), cost(0.016)}}}},
		{"shrank", list(cost(0.016)), one, seen, Changes{Shrank: []Change{{cost(0.016), cost(0.01)}}}},
		{"grew by too little a part", list(cost(0.1)), list(cost(0.149)), seen, Changes{}},
		{"grew by too little a time", list(cost(0.006)), list(cost(0.0109)), seen, Changes{}},
		{"intervals that overlap", list(between(0.1, 0.05, 0.2)), list(between(0.2, 0.15, 0.3)), seen, Changes{}},
		{"intervals apart", list(between(0.1, 0.05, 0.12)), list(between(0.2, 0.15, 0.3)), seen,
			Changes{Grew: []Change{{between(0.1, 0.05, 0.12), between(0.2, 0.15, 0.3)}}}},
		{"facts", list(fact), nil, seen, Changes{}},
		{"a fact that became a cause is no new one", list(with(fact, func(f *evidence.Finding) { f.Cost.Value = 0.01 })), one, seen, Changes{}},
		{"a fact that grew", list(fact), list(with(fact, func(f *evidence.Finding) { f.Cost.Value = 1 })), seen, Changes{}},
		{"two of one place count together", list(cost(0.01), cost(0.02)), list(cost(0.03)), seen, Changes{}},
		{"a fact beside a cause does not", list(cost(0.03), fact), list(cost(0.03)), seen, Changes{}},
		{"of another unit", one, list(with(cost(90), func(f *evidence.Finding) { f.Cost.Unit = "bytes" })), seen, Changes{}},
		{"the line moved", one, list(with(cost(0.01), func(f *evidence.Finding) { f.Where.Line = 99 })), seen, Changes{}},
		{"ranked", nil, list(found("a", "medium", "x", 0.006), found("b", "high", "x", 0.2), found("c", "medium", "y", 0.007)), seen,
			Changes{Appeared: list(found("b", "high", "x", 0.2), found("c", "medium", "y", 0.007), found("a", "medium", "x", 0.006))}},
		{"low comes and goes", list(found("a", "low", "x", 0.006)), list(found("b", "low", "x", 0.006)), seen, Changes{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Findings(test.baseline, test.candidate, test.couldSee)); diff != "" {
				t.Errorf("Findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRecords(t *testing.T) {
	metric := func(name, pass string, labels map[string]string, samples ...float64) evidence.Metric {
		return evidence.Metric{Name: name, Unit: "seconds", Better: "lower", Pass: pass, Labels: labels, Samples: samples}
	}
	baseline := &evidence.Record{Metrics: []evidence.Metric{
		metric("/a:seconds", "plain", nil, 1, 2),
		metric("/a:seconds", "trace", nil, 3),
		metric("/b:seconds", "plain", map[string]string{"package": "net/http", "module": "std"}, 4),
		metric("/gone:seconds", "plain", nil, 5),
	}}
	candidate := &evidence.Record{Metrics: []evidence.Metric{
		metric("/new:seconds", "plain", nil, 9),
		metric("/b:seconds", "plain", map[string]string{"module": "std", "package": "net/http"}, 8),
		metric("/a:seconds", "ptrace", nil, 7),
		metric("/a:seconds", "plain", nil, 6),
	}}
	classify := func(name string) (Class, bool) {
		if name == "/b:seconds" {
			return Count, true
		}
		return Wall, false
	}
	series := func(metric, label string, baseline, candidate []float64) Series {
		class, exact := classify(metric)
		return Series{Metric: metric, Unit: "seconds", Label: label, Better: "lower", Class: class, Exact: exact, Baseline: baseline, Candidate: candidate}
	}
	want := []Series{
		series("/a:seconds", "", []float64{1, 2}, []float64{6}),
		series("/a:seconds", "pass=trace", []float64{3}, nil),
		series("/b:seconds", "module=std,package=net/http", []float64{4}, []float64{8}),
		series("/gone:seconds", "", []float64{5}, nil),
		series("/new:seconds", "", nil, []float64{9}),
		series("/a:seconds", "pass=ptrace", nil, []float64{7}),
	}
	got := Records(baseline, candidate, classify)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Records differ (-want +got):\n%s", diff)
	}
	outcomes := map[string]string{}
	for _, r := range Judge(got, Options{Effect: 0.03, Level: 0.95}) {
		outcomes[r.Metric+r.Label] = r.Outcome
	}
	if outcomes["/b:secondsmodule=std,package=net/http"] != Regressed || outcomes["/a:seconds"] != NotJudged || outcomes["/gone:seconds"] != NotJudged {
		t.Errorf("outcomes of two records: %v", outcomes)
	}
}
