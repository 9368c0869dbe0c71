package startup

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// cpuPairs are the samples of three arms: the candidate's are multiples of the baseline's.
func cpuPairs(by ...float64) comparison.Series {
	s := comparison.Series{Metric: MetricCPU, Unit: "seconds", Better: "lower", Class: comparison.CPU, Paired: true}
	for i, f := range by {
		base := 0.100 + 0.001*float64(i%3)
		s.Baseline, s.Candidate, s.Again = append(s.Baseline, base), append(s.Candidate, f*base), append(s.Again, base)
	}
	return s
}

// TestJudgeLooks holds that a row stays as the first look that decides it has it, and that others go on.
func TestJudgeLooks(t *testing.T) {
	slower, same := slices.Repeat([]float64{1.5}, 20), slices.Repeat([]float64{1}, 20)
	late := slices.Concat(slices.Repeat([]float64{0.5, 2}, 5), slices.Repeat([]float64{1.5}, 50))
	exact := comparison.Series{
		Metric: MetricFile, Unit: "bytes", Better: "lower", Class: comparison.Bytes, Exact: true,
		Baseline: []float64{100}, Candidate: []float64{200},
	}
	for _, c := range []struct {
		name    string
		s       comparison.Series
		looks   []look
		outcome string
		n       int // samples that the row was judged by
	}{
		{"the first look decides, the second one would not", cpuPairs(slices.Concat(slower, same, same, same)...), []look{{20, 0.99}, {80, 0.99}}, comparison.Regressed, 20},
		{"the first look decides that there is nothing", cpuPairs(slices.Concat(same, slower)...), []look{{20, 0.99}, {40, 0.99}}, comparison.WithinNoise, 20},
		{"the last look decides", cpuPairs(late...), []look{{10, 0.95}, {60, 0.95}}, comparison.Regressed, 60},
		{"no look decides", cpuPairs(late[:10]...), []look{{6, 0.95}, {10, 0.95}}, comparison.NoDifference, 10},
		{"what is exact has one sample at any look", exact, []look{{0, 0.95}}, comparison.Regressed, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range firstDecided(judgeLooks([]comparison.Series{c.s}, comparison.Options{Effect: DefaultEffect}, c.looks)) {
				if len(r.Statistic) == 0 || r.Statistic == "median" {
					if r.Outcome != c.outcome || len(r.Baseline) != c.n {
						t.Errorf("%s of %d pairs, want %s of %d", r.Outcome, len(r.Baseline), c.outcome, c.n)
					}
					return
				}
			}
			t.Error("no row of the median")
		})
	}
}

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
		want []look
	}{
		{"two looks", looked([]float64{20, 40}, []float64{0.99, 0.97}), []look{{20, 0.99}, {40, 0.97}}},
		{"a level is missing", looked([]float64{20, 40}, []float64{0.99}), []look{{20, 0.99}}},
		{"no pair was made", &evidence.Record{}, []look{{0, fixedLevel}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, looksOf(c.rec), cmp.AllowUnexported(look{})); diff != "" {
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
