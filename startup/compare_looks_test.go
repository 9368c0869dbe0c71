package startup

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// TestLooksOf holds that a record tells when it was judged.
func TestLooksOf(t *testing.T) {
	looked := func(pairs, levels []float64) *evidence.Record {
		var m metrics
		m.add(passPlain, metricLooks, "none", nil, pairs...)
		m.add(passPlain, metricLevels, "none", nil, levels...)
		return &evidence.Record{Metrics: m.all}
	}
	for _, c := range []struct {
		name string
		rec  *evidence.Record
		want []comparison.Look
	}{
		{"two looks", looked([]float64{20, 40}, []float64{0.99, 0.97}), []comparison.Look{{Pairs: 20, Level: 0.99}, {Pairs: 40, Level: 0.97}}},
		{"a level is missing", looked([]float64{20, 40}, []float64{0.99}), []comparison.Look{{Pairs: 20, Level: 0.99}}},
		{"no pair was made", &evidence.Record{}, comparison.Unlooked()},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, looksOf(c.rec)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// armsMeasured are metrics as a comparison records them.
func armsMeasured(name string, baseline, candidate, again []float64) []evidence.Metric {
	var m metrics
	for arm, samples := range [arms][]float64{baseline, candidate, again} {
		if samples != nil {
			m.add(passPlain, name, "lower", map[string]string{labelArm: armNames[arm]}, samples...)
		}
	}
	return m.all
}

// TestSeriesOf holds which samples belong together.
func TestSeriesOf(t *testing.T) {
	var other metrics
	other.add(passPlain, metricEffect, "none", nil, DefaultEffect)
	other.add(passPlain, MetricReady, "lower", nil, 9) // of no arm
	got := seriesOf(slices.Concat(
		armsMeasured(MetricCPU, []float64{1, 2}, []float64{3, 4}, []float64{5, 6}),
		armsMeasured(MetricFile, []float64{100}, []float64{200}, nil), other.all,
	))
	want := []comparison.Series{
		{Metric: MetricCPU, Unit: "seconds", Better: "lower", Class: comparison.CPU, Paired: true,
			Baseline: []float64{1, 2}, Candidate: []float64{3, 4}, Again: []float64{5, 6}},
		{Metric: MetricFile, Unit: "bytes", Better: "lower", Class: comparison.Bytes, Exact: true,
			Baseline: []float64{100}, Candidate: []float64{200}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestMostRuns holds that what is announced follows from the plan.
func TestMostRuns(t *testing.T) {
	one := CompareOptions{Pairs: 6}
	own := one.MostRuns() - arms*(6+1)
	for pairs, want := range map[int]int{0: stats.DefaultSpending().Most, 1: 1, 100: 100} {
		o := CompareOptions{Pairs: pairs}
		if got := o.MostRuns() - own; got != arms*(want+1) {
			t.Errorf("%d pairs: %d runs in turns, want %d arms with %d and a warm-up", pairs, got, arms, want)
		}
	}
}
