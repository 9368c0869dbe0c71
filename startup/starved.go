package startup

import (
	"fmt"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/unit"
)

// excuse takes starvation that only the traced run suffered from out of the ranking: the plain runs were
// faster by it, so it tells of that moment on this machine and not of the program.
func excuse(rec *evidence.Record) {
	for i := range rec.Findings {
		f := &rec.Findings[i]
		if !ofTraceOnly(rec, f) {
			continue
		}
		f.Severity = finding.Info
		rec.Warnings = append(rec.Warnings, evidence.Warning{Metric: MetricReady, Text: fmt.Sprintf(
			"the %s had no CPU for %s, which the plain runs had: other processes used it",
			observedRun(rec), unit.Seconds(f.Cost.Value))})
	}
	slices.SortStableFunc(rec.Findings, func(a, b evidence.Finding) int { // those that rank keep their order
		return rankless(a) - rankless(b)
	})
}

func rankless(f evidence.Finding) int {
	if f.Severity == finding.Info {
		return 1
	}
	return 0
}

// ofTraceOnly reports whether f is that others had the CPU, and the plain runs were faster by that.
func ofTraceOnly(rec *evidence.Record, f *evidence.Finding) bool {
	plain, traced := metric(rec, MetricReady, passPlain), observedMetric(rec, MetricReady)
	return f.Rule == cpuStarvation.Name && plain != nil && traced != nil &&
		traced.Summary.Median-plain.Summary.Median > f.Cost.Value/2
}
