package startup

import (
	"fmt"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/unit"
)

// excuse takes out of the ranking what only the run that explains the others suffered from: the plain runs
// were faster by it, so it tells of that moment on this machine, or of being observed, and not of the program.
func excuse(rec *evidence.Record) {
	for i := range rec.Findings {
		f := &rec.Findings[i]
		switch {
		case f.Rule == cpuStarvation.Name && plainFasterBy(rec) > f.Cost.Value/2:
			f.Severity = finding.Info
			rec.Warnings = append(rec.Warnings, evidence.Warning{Metric: MetricReady, Text: fmt.Sprintf(
				"the %s had no CPU for %s, which the plain runs had: other processes used it",
				observedRun(rec), unit.Seconds(f.Cost.Value))})
		case fromOutside(f.Pass) && ofScheduling(f) && plainFasterBy(rec)-starvedOf(rec) > f.Cost.Value/2:
			f.Severity = finding.Info
			rec.Warnings = append(rec.Warnings, evidence.Warning{Metric: MetricReady, Text: fmt.Sprintf(
				"%s of %s may be due to being observed: without that the program was faster by half of it or more",
				f.Rule, unit.Seconds(f.Cost.Value))})
		}
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

// ofScheduling reports whether f is about goroutines that wait for a turn. Who stands still at breakpoints
// has its goroutines taken up by other threads, which it is not by itself.
func ofScheduling(f *evidence.Finding) bool {
	return f.Rule == schedulerDelay.Name || f.Rule == channelHandoff.Name // a burst is one in any case
}

// plainFasterBy is by how many seconds the plain runs were ready sooner than the one that explains them, 0 if
// there were none.
func plainFasterBy(rec *evidence.Record) float64 {
	plain, observed := metric(rec, MetricReady, passPlain), observedMetric(rec, MetricReady)
	if plain == nil || observed == nil {
		return 0
	}
	return observed.Summary.Median - plain.Summary.Median
}

// starvedOf is for how many seconds the path of the run that explains the others had no CPU.
func starvedOf(rec *evidence.Record) float64 {
	for _, m := range labelled(rec, metricClassPrefix) {
		if m.Labels["class"] == classStarved.String() {
			return m.Summary.Median
		}
	}
	return 0
}
