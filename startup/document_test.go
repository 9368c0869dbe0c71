package startup

import (
	"testing"

	"github.com/cupelgo/cupel/evidence"
)

// TestAlone holds what is said of a cause that saves time by itself, or none.
func TestAlone(t *testing.T) {
	var m metrics
	m.add(passTrace, MetricReady, "lower", nil, 0.2)
	m.add(passTrace, MetricReadyWithout, "lower", map[string]string{"without": "saves"}, 0.15)
	m.add(passTrace, MetricReadyWithout, "lower", map[string]string{"without": "idle"}, 0.2)
	for fingerprint, want := range map[string]string{
		"saves": "ready after 150 ms without this one alone",
		"idle":  "no sooner ready without this one alone: something else takes as long",
		"other": "",
	} {
		if got := alone(&evidence.Record{Metrics: m.all}, evidence.Finding{Fingerprint: fingerprint}); got != want {
			t.Errorf("%s: %q, want %q", fingerprint, got, want)
		}
	}
}

// TestAnswer holds the first line of the report.
func TestAnswer(t *testing.T) {
	ready := func(pass string) evidence.Metric {
		return evidence.Metric{Name: MetricReady, Pass: pass, Samples: []float64{0.0023},
			Summary: evidence.Summary{N: 1, Median: 0.0023}}
	}
	both := []evidence.Metric{ready(passPlain), ready(passTrace)}
	cause := evidence.Finding{Rule: "sleep-at-init", Severity: "low", Title: "sleeps in package init",
		Share: 0.5, Where: evidence.Frame{Package: "example.com/hello/config", Symbol: "init.0"}}
	high := cause
	high.Severity = "high"
	starved := high
	starved.Rule, starved.Class, starved.Share, starved.Cost.Value = "cpu-starvation", classStarved.String(), 0.6, 0.002
	for _, c := range []struct {
		name     string
		metrics  []evidence.Metric
		findings []evidence.Finding
		want     string
	}{
		{"nothing", both, nil, "hello is ready after 2.30 ms (one plain run); nothing stands out"},
		{"nothing but little things", both, []evidence.Finding{cause}, "hello is ready after 2.30 ms (one plain run); nothing stands out"},
		{"a cause", both, []evidence.Finding{high}, "hello is ready after 2.30 ms (one plain run); 50 % of it: config.init.0 sleeps in package init"},
		{"no CPU", both, []evidence.Finding{starved, high}, "hello is ready after 2.30 ms (one plain run); 60 % of it: config.init.0 sleeps in package init"},
		{"no traced run", both[:1], nil, "hello is ready after 2.30 ms (one plain run); what it waits for was not measured"},
		{"not ready", nil, []evidence.Finding{{Rule: ruleNotReady, Severity: "info", Title: "is not ready in time"}}, "hello is not ready in time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := &evidence.Record{Subject: evidence.Subject{Package: "example.com/hello"}, Metrics: c.metrics, Findings: c.findings}
			if got := answer(rec); got != c.want {
				t.Errorf("answer = %q, want %q", got, c.want)
			}
		})
	}
}
