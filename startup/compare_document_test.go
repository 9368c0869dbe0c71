package startup

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report/text"
)

// comparedRecord is what a comparison of twelve pairs might record, and the records of its arms.
func comparedRecord() (rec, baseline, candidate *evidence.Record) {
	samples := func(base, step float64) (all []float64) {
		for i := range 12 {
			all = append(all, base+step*float64(i*5%12))
		}
		return all
	}
	nap := evidence.Finding{
		Rule: "sleep-on-path", Severity: "high", Class: "sleep", Title: "sleeps before it is ready", Fingerprint: "nap",
		Cost: evidence.Cost{Value: 0.1, Unit: "seconds"}, Share: 0.9,
		Where: evidence.Frame{Package: "example.com/late", Symbol: "main", File: "main.go", Line: 5},
	}
	var m metrics
	m.add(passPlain, metricLooks, "none", nil, 12)
	m.add(passPlain, metricLevels, "none", nil, 0.95)
	m.add(passPlain, metricEffect, "none", nil, DefaultEffect)
	subject := evidence.Subject{Package: "example.com/late", Module: "example.com/late"}
	rec = &evidence.Record{
		Schema: evidence.Schema, Kind: KindCompare, ID: "recorded", Subject: subject, Findings: []evidence.Finding{nap},
		Plan: evidence.Plan{Arms: []string{"HEAD", "working tree", "HEAD, again"}, Order: "interleaved", Seed: 7},
		Metrics: slices.Concat(
			armsMeasured(MetricReady, samples(0.010, 1e-4), samples(0.110, 1e-4), samples(0.010, 1.1e-4)),
			armsMeasured(MetricCPU, samples(0.005, 1e-5), samples(0.005, 1e-5), samples(0.005, 1.1e-5)),
			armsMeasured(MetricFile, []float64{2 << 20}, []float64{1 << 20}, nil), m.all,
		),
	}
	sums := []string{"aa", "bb"}
	arms := [2]*evidence.Record{}
	for i := range arms {
		arms[i] = &evidence.Record{Kind: Kind, Subject: subject, Passes: []evidence.Pass{{Name: passTrace, Runs: 1}, {Name: passPlain, Runs: 12}}}
		arms[i].Subject.SHA256 = sums[i]
		var traced metrics // what could see findings
		traced.add(passTrace, MetricReady, "lower", nil, 0.1)
		arms[i].Metrics = traced.all
	}
	arms[1].Findings = rec.Findings
	return rec, arms[0], arms[1]
}

// TestCompareDocument holds what a user reads of a recorded comparison to golden files: judged, and on a machine that
// is not fit for that. It measures nothing.
func TestCompareDocument(t *testing.T) {
	for _, c := range []struct{ name, unfit string }{{"fit", ""}, {"unfit", "its spins had no CPU for 40 % of their time"}} {
		t.Run(c.name, func(t *testing.T) {
			rec, baseline, candidate := comparedRecord()
			if c.unfit != "" {
				rec.Skipped = []evidence.Skipped{{What: whatWall, Why: c.unfit}}
			}
			var page bytes.Buffer
			if err := text.Render(&page, newComparison(rec, baseline, candidate).Document(), text.Options{All: true}); err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("testdata", "compared", c.name+".golden"), page.Bytes())
		})
	}
}

// TestCompareVerdicts holds that each row has its verdict: that the programs differ by as much as matters.
func TestCompareVerdicts(t *testing.T) {
	c := newComparison(comparedRecord())
	got := map[string]string{}
	for _, v := range c.verdicts() {
		got[v.Claim] = v.Outcome
	}
	for claim, want := range map[string]string{
		"median of /startup/ready:seconds differs by 3 % or more": "holds",
		"median of /startup/cpu:seconds differs by 3 % or more":   "fails",
	} {
		if got[claim] != want {
			t.Errorf("%s: %q, want %q; there are %v", claim, got[claim], want, got)
		}
	}
	if r, ok := comparison.Of(c.Rows, MetricFile); !ok || r.Outcome != comparison.Improved {
		t.Errorf("Row(%s) = %s, %v, want %s", MetricFile, r.Outcome, ok, comparison.Improved)
	}
}
