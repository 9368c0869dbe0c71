package startup

import (
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
)

func TestExcuse(t *testing.T) {
	ready := func(pass string, seconds float64) evidence.Metric {
		return evidence.Metric{Name: MetricReady, Pass: pass, Summary: evidence.Summary{N: 1, Median: seconds}}
	}
	for _, c := range []struct {
		name     string
		plain    []evidence.Metric
		severity string
		first    string
	}{
		{"plain runs were faster by it", []evidence.Metric{ready(passPlain, 0.11)}, finding.Info, "cpu-on-path"},
		{"plain runs were starved, too", []evidence.Metric{ready(passPlain, 0.18)}, finding.High, cpuStarvation.Name},
		{"no plain runs", nil, finding.High, cpuStarvation.Name},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := &evidence.Record{Metrics: append(c.plain, ready(passTrace, 0.2)), Findings: []evidence.Finding{
				{Rule: cpuStarvation.Name, Severity: finding.High, Cost: evidence.Cost{Value: 0.09}},
				{Rule: "cpu-on-path", Severity: finding.Medium},
			}}
			excuse(rec)
			for _, f := range rec.Findings {
				if f.Rule == cpuStarvation.Name && f.Severity != c.severity {
					t.Errorf("severity %s, want %s", f.Severity, c.severity)
				}
			}
			if rec.Findings[0].Rule != c.first || len(rec.Warnings) > 0 != (c.severity == finding.Info) {
				t.Errorf("first %s, warnings %v; want %s", rec.Findings[0].Rule, rec.Warnings, c.first)
			}
		})
	}
}

// TestExcuseScheduling wants delays of goroutines out of the ranking where a program was looked at from
// outside and was faster by more than them by itself; other causes, and those of a traced run, stay.
func TestExcuseScheduling(t *testing.T) {
	for _, c := range []struct {
		name, pass, rule string
		plain, starved   float64
		want             string
	}{
		{"due to being observed", passPtrace, schedulerDelay.Name, 0.10, 0, finding.Info},
		{"hand-overs", passPtrace, channelHandoff.Name, 0.10, 0, finding.Info},
		{"as slow by itself", passPtrace, schedulerDelay.Name, 0.17, 0, finding.High},
		{"slower since others had the CPU", passPtrace, channelHandoff.Name, 0.10, 0.06, finding.High},
		{"traced", passTrace, schedulerDelay.Name, 0.10, 0, finding.High},
		{"no delay", passPtrace, cpuOnPath.Name, 0.10, 0, finding.High},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := &evidence.Record{
				Passes: []evidence.Pass{{Name: c.pass}},
				Metrics: []evidence.Metric{
					{Name: MetricReady, Pass: passPlain, Summary: evidence.Summary{Median: c.plain}},
					{Name: MetricReady, Pass: c.pass, Summary: evidence.Summary{Median: 0.2}},
					{Name: metricClassPrefix, Labels: map[string]string{"class": classStarved.String()}, Summary: evidence.Summary{Median: c.starved}},
				},
				Findings: []evidence.Finding{{Rule: c.rule, Pass: c.pass, Severity: finding.High, Cost: evidence.Cost{Value: 0.09}}},
			}
			excuse(rec)
			if got := rec.Findings[0].Severity; got != c.want || len(rec.Warnings) > 0 != (c.want == finding.Info) {
				t.Errorf("severity %s, warnings %v; want %s", got, rec.Warnings, c.want)
			}
		})
	}
}
