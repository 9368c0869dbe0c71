package claim

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// series makes a metric of a record.
func series(name, pass string, labels map[string]string, samples ...float64) evidence.Metric {
	return evidence.Metric{Name: name, Pass: pass, Labels: labels, Samples: samples}
}

// upTo makes the samples 1/n, 2/n … 1 seconds.
func upTo(n int) (samples []float64) {
	for i := range n {
		samples = append(samples, float64(i+1)/float64(n))
	}
	return samples
}

func repeat(v float64, n int) (samples []float64) {
	for range n {
		samples = append(samples, v)
	}
	return samples
}

const (
	ready    = "/startup/ready:seconds"
	cpu      = "/startup/cpu:seconds"
	packages = "/startup/packages:count"
	class    = "/startup/class:seconds"
)

// TestJudge: ten runs of 0.1 to 1 s, of which the interval of the median is 0.2 to 0.9 s.
func TestJudge(t *testing.T) {
	of := func(all ...evidence.Metric) *evidence.Record { return &evidence.Record{Metrics: all} }
	ten, thirty := of(series(ready, "plain", nil, upTo(10)...)), of(series(ready, "plain", nil, upTo(30)...))
	tests := []struct {
		name, expect string
		rec          *evidence.Record
		outcome      string
		measured     *[2]float64
		reason       string
	}{
		{"no record", ready + " <= 1s", nil, Unknown, nil, "nothing was measured"},
		{"all of it below", ready + " <= 0.9s", ten, Holds, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10"},
		{"its end is not below", ready + " < 0.9s", ten, Unknown, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10: the interval encloses 0.9s, about 11 runs might tell"},
		{"all of it above", ready + " <= 0.19s", ten, Fails, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10"},
		{"within", ready + " <= 0.45s", ten, Unknown, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10: the interval encloses 0.45s, about 123 runs might tell"},
		{"too near", ready + " <= 0.55s", ten, Unknown, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10: the interval encloses 0.55s, and it is too near for any number of runs to tell"},
		{"at least", ready + " >= 0.2s", ten, Holds, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10"},
		{"more than", ready + " > 0.9s", ten, Fails, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10"},
		{"equal", ready + " == 2s", ten, Fails, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10"},
		{"not equal", ready + " != 2s", ten, Holds, &[2]float64{0.2, 0.9}, "median 550 ms (200–900 ms), n=10"},
		{"too few", ready + " <= 2s", of(series(ready, "plain", nil, 1, 1, 1, 1, 1)), Unknown, nil, "median 1.00 s, n=5: too few for an interval, at least 6 runs are needed"},
		{"no samples", ready + " <= 2s", of(series(ready, "plain", nil)), Unknown, nil, "the record has no samples of " + ready},
		{"no numbers", ready + " <= 2s", of(series(ready, "plain", nil, math.NaN())), Unknown, nil, "the record's samples of " + ready + " are not all numbers"},

		{"quantile bounded", "p90(" + ready + ") <= 1s", thirty, Holds, &[2]float64{24.0 / 30, 1}, "p90 903 ms (0.80–1.00 s), n=30"},
		{"quantile without upper bound", "p90(" + ready + ") <= 2s", ten, Unknown, nil, "p90 910 ms (at least 700 ms), n=10: no sample bounds it on the side of 2s, at least 29 runs are needed"},
		{"quantile fails without upper bound", "p90(" + ready + ") <= 0.6s", ten, Fails, nil, "p90 910 ms (at least 700 ms), n=10"},
		{"low quantile without lower bound", "p10(" + ready + ") >= 1ms", ten, Unknown, nil, "p10 190 ms (at most 400 ms), n=10: no sample bounds it on the side of 1ms, at least 29 runs are needed"},

		{"mean, all the same", "mean(" + ready + ") <= 0.1s", of(series(ready, "plain", nil, repeat(0.1, 20)...)), Holds, &[2]float64{0.1, 0.1}, "mean 100 ms (100–100 ms), n=20"},
		{"mean of too few", "mean(" + ready + ") <= 2s", ten, Unknown, nil, "mean 550 ms, n=10: too few for an interval, at least 20 runs are needed"},
		{"mean fails", "mean(" + ready + ") >= 0.7s", thirty, Fails, &[2]float64{0.406315, 0.629339}, "mean 517 ms (406–629 ms), n=30"},

		{"max of the runs made", "max(" + ready + ") <= 1s", ten, Holds, &[2]float64{1, 1}, "max 1.00 s of the 10 runs made"},
		{"min of the runs made", "min(" + ready + ") > 0.1s", ten, Fails, &[2]float64{0.1, 0.1}, "min 100 ms of the 10 runs made"},

		{"exact, once", packages + " == 12345", of(series(packages, "trace", nil, 12345)), Holds, &[2]float64{12345, 12345}, "12345, n=1, pass trace"},
		{"exact, again", packages + " < 40", of(series(packages, "plain", nil, 40, 40)), Fails, &[2]float64{40, 40}, "40, the same in each run, n=2"},
		{"exact, and differs", packages + " < 100", of(series(packages, "plain", nil, 40, 42)), Unknown, nil, packages + " should be the same in each run, and 2 runs gave 40 to 42"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := expectation(t, "'"+test.expect+"'")
			got := e.Judge(Evidence{Record: test.rec})
			want := evidence.Verdict{Claim: e.String(), Outcome: test.outcome, Direction: None, Measured: test.measured, Reason: test.reason}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-5 })); diff != "" {
				t.Errorf("Judge of %s differs (-want +got):\n%s", test.expect, diff)
			}
			if _, err := json.Marshal(got); err != nil {
				t.Errorf("the verdict cannot be written: %v", err)
			}
		})
	}
}

// TestJudgeUnfit: others on the machine make wall times longer and no count larger.
func TestJudgeUnfit(t *testing.T) {
	rec := &evidence.Record{Metrics: []evidence.Metric{
		series(ready, "plain", nil, repeat(1, 30)...), series(cpu, "plain", nil, repeat(1, 30)...),
	}}
	tests := []struct{ expect, outcome string }{
		{ready + " <= 2s", Holds}, {ready + " < 2s", Holds}, {"p90(" + ready + ") <= 2s", Holds}, {"max(" + ready + ") <= 2s", Holds},
		{ready + " <= 0.5s", Unknown}, {ready + " >= 0.5s", Unknown}, {ready + " >= 2s", Unknown}, {ready + " == 1s", Unknown}, {ready + " != 2s", Unknown},
		{cpu + " >= 0.5s", Holds}, {cpu + " <= 0.5s", Fails}, {"p90(" + cpu + ") >= 0.5s", Holds},
	}
	for _, test := range tests {
		got := expectation(t, "'"+test.expect+"'").Judge(Evidence{Record: rec, Unfit: "steal 20 %"})
		if got.Outcome != test.outcome {
			t.Errorf("Judge of %s on an unfit machine = %s, want %s", test.expect, got.Outcome, test.outcome)
		}
	}
	got := expectation(t, ready+" <= 0.5s").Judge(Evidence{Record: rec, Unfit: "steal 20 %"})
	if want := "this machine is not fit to judge wall times: steal 20 %; measured: median 1.00 s (1.00–1.00 s), n=30"; got.Reason != want {
		t.Errorf("reason = %q, want %q", got.Reason, want)
	}
}

// TestJudgeSeries: which of several series an expectation is of.
func TestJudgeSeries(t *testing.T) {
	labels := func(kv ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(kv); i += 2 {
			m[kv[i]] = kv[i+1]
		}
		return m
	}
	rec := &evidence.Record{
		Metrics: []evidence.Metric{
			series(ready, "trace", nil, 9), series(ready, "plain", nil, repeat(1, 6)...), series(ready, "cold", labels("paired", "cold"), repeat(3, 6)...),
			series(cpu, "trace", nil, repeat(2, 6)...),
			series(class, "trace", labels("class", "cpu"), 1), series(class, "trace", labels("class", "gc", "phase", "init"), 2),
			series(class, "trace", labels("class", "gc", "phase", "main"), 4), series(class, "alloc", labels("class", "gc", "phase", "main"), 5),
		},
		Skipped: []evidence.Skipped{{What: "phases", Why: "no samples", Remedy: "run as root"}, {What: "cold runs", Why: "no disk"}},
	}
	bare := &evidence.Record{Skipped: rec.Skipped}
	tests := []struct {
		expect string
		rec    *evidence.Record
		reason string
	}{
		{"max(" + ready + ") <= 2s", rec, "max 1.00 s of the 6 runs made"},
		{"max(" + ready + "{pass=trace}) <= 2s", rec, "max 9.00 s of the 1 runs made, pass trace"},
		{"max(" + ready + "{paired=cold}) <= 2s", rec, "max 3.00 s of the 6 runs made, pass cold"},
		{"max(" + cpu + ") <= 2s", rec, "max 2.00 s of the 6 runs made, pass trace"},
		{"max(" + class + "{class=cpu}) <= 2s", rec, "max 1.00 s of the 1 runs made, pass trace"},
		{"max(" + class + "{class=gc,phase=init}) <= 2s", rec, "max 2.00 s of the 1 runs made, pass trace"},
		{"max(" + class + "{class=gc,phase=main,pass=alloc}) <= 2s", rec, "max 5.00 s of the 1 runs made, pass alloc"},
		{"max(" + class + ") <= 2s", rec, "the record has 4 series of " + class + ", select one by its labels: " +
			"{class=cpu,pass=trace}, {class=gc,pass=trace,phase=init}, {class=gc,pass=trace,phase=main}, {class=gc,pass=alloc,phase=main}"},
		{"max(" + class + "{class=gc,pass=trace}) <= 2s", rec, "the record has 2 series of " + class + "{class=gc,pass=trace}, select one by its labels: " +
			"{class=gc,phase=init}, {class=gc,phase=main}"},
		{"max(" + class + "{class=dns}) <= 2s", rec, "the record has no " + class + "{class=dns}; it has " +
			"{class=cpu,pass=trace}, {class=gc,pass=trace,phase=init}, {class=gc,pass=trace,phase=main}, {class=gc,pass=alloc,phase=main}"},
		{"max(" + class + ") <= 2s", bare, "the record has no " + class + ": phases: no samples (run as root)"},
		{"max(" + ready + ") <= 2s", bare, "the record has no " + ready + "; what could not be measured: phases: no samples (run as root); cold runs: no disk"},
		{"max(" + ready + ") <= 2s", &evidence.Record{}, "the record has no " + ready},
	}
	for _, test := range tests {
		if got := expectation(t, "'"+test.expect+"'").Judge(Evidence{Record: test.rec}); got.Reason != test.reason {
			t.Errorf("Judge of %s: %q, want %q", test.expect, got.Reason, test.reason)
		}
	}
}

func TestJudgeRatio(t *testing.T) {
	interval := func(lo, v, hi float64) comparison.Row {
		return comparison.Row{Series: comparison.Series{Paired: true}, Ratio: stats.Interval{Value: v, Lo: lo, Hi: hi, Level: 0.95, N: 20, OK: true}}
	}
	exact := func(baseline, candidate []float64) comparison.Row {
		return comparison.Row{Series: comparison.Series{Baseline: baseline, Candidate: candidate}}
	}
	apart := interval(0.8, 0.9, 1)
	apart.Paired, apart.Reason = false, "not interleaved"
	tests := []struct {
		name, expect, unfit string
		row                 comparison.Row
		outcome, direction  string
		reason              string
	}{
		{"faster than claimed", "<= 0.9", "", interval(0.7, 0.75, 0.8), Holds, Same, "ratio 0.750 (0.700–0.800), 20 pairs"},
		{"faster, and less than claimed", "<= 0.9", "", interval(0.92, 0.95, 0.98), Fails, Same, "ratio 0.950 (0.920–0.980), 20 pairs"},
		{"slower", "<= 0.9", "", interval(1.1, 1.2, 1.3), Fails, Opposite, "ratio 1.200 (1.100–1.300), 20 pairs"},
		{"slower, as is allowed", "<= 1.05", "", interval(1.01, 1.02, 1.04), Holds, Opposite, "ratio 1.020 (1.010–1.040), 20 pairs"},
		{"no difference", "<= 1.05", "", interval(0.98, 1, 1.02), Holds, None, "ratio 1.000 (0.980–1.020), 20 pairs"},
		{"wide", "<= 1.05", "", interval(0.9, 1, 1.1), Unknown, None, "ratio 1.000 (0.900–1.100), 20 pairs: the interval encloses 1.05, about 80 pairs might tell"},
		{"more, as claimed", ">= 1.5", "", interval(1.6, 1.7, 1.8), Holds, Same, "ratio 1.700 (1.600–1.800), 20 pairs"},
		{"less, where more is claimed", ">= 1.5", "", interval(0.6, 0.7, 0.8), Fails, Opposite, "ratio 0.700 (0.600–0.800), 20 pairs"},
		{"equal to less", "== 0.5", "", interval(0.6, 0.7, 0.8), Fails, Same, "ratio 0.700 (0.600–0.800), 20 pairs"},
		{"unfit", "<= 1.05", "steal", interval(0.7, 0.75, 0.8), Unknown, None, "this machine is not fit to judge wall times: steal; measured: ratio 0.750 (0.700–0.800), 20 pairs"},
		{"too few", "<= 1.05", "", comparison.Row{Ratio: stats.Interval{N: 3}}, Unknown, None, "3 pairs of runs are too few for an interval of the ratio, at least 6 are needed"},
		{"not judged", "<= 1.05", "", comparison.Row{Reason: "crashed"}, Unknown, None, "crashed"},
		{"not in turns", "<= 1.05", "", apart, Unknown, None, "the arms were not run in turns: not interleaved"},
		{"exact", "<= 1", "", exact([]float64{40, 40}, []float64{40}), Holds, None, "ratio 1.000: 40 to 40, n=1"},
		{"exact, more", "<= 1", "", exact([]float64{40}, []float64{41}), Fails, Opposite, "ratio 1.025: 40 to 41, n=1"},
		{"exact, and differs", "<= 1", "", exact([]float64{40}, []float64{40, 41}), Unknown, None, packages + " should be the same in each run, and 2 runs gave 40 to 41"},
		{"exact, of nothing", "<= 1", "", exact([]float64{0}, []float64{2}), Unknown, None, "the baseline has 0, the candidate 2: there is no ratio to 0"},
		{"exact, one arm only", "<= 1", "", exact([]float64{1}, nil), Unknown, None, "one of the arms has no samples of " + packages},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			metric := ready
			if test.row.Baseline != nil {
				metric = packages
			}
			e := expectation(t, fmt.Sprintf("'ratio(%s) %s'", metric, test.expect))
			asked := ""
			got := e.Judge(Evidence{Record: &evidence.Record{}, Unfit: test.unfit,
				Pairs: func(m string) (comparison.Row, bool) { asked = m; return test.row, true }})
			if asked != metric {
				t.Errorf("pairs of %q were asked for, want %q", asked, metric)
			}
			if got.Outcome != test.outcome || got.Direction != test.direction || got.Reason != test.reason {
				t.Errorf("Judge of %s = %s, %s, %q, want %s, %s, %q", test.expect, got.Outcome, got.Direction, got.Reason, test.outcome, test.direction, test.reason)
			}
		})
	}
	got := expectation(t, "ratio("+ready+") <= 1.05").Judge(Evidence{Record: &evidence.Record{}})
	if want := ready + " was not measured in both arms; candidate: the record has no " + ready + "; there is no baseline"; got.Reason != want || got.Outcome != Unknown {
		t.Errorf("without pairs %s, %q, want %q", got.Outcome, got.Reason, want)
	}
}

func TestJudgeAbsence(t *testing.T) {
	at := func(rule, class, severity, pkg string, cost float64) evidence.Finding {
		return evidence.Finding{Rule: rule, Class: class, Phase: "init", Severity: severity, Fingerprint: rule + pkg,
			Where: evidence.Frame{Package: pkg, Symbol: "init.0", File: "x.go", Line: 3}, Cost: evidence.Cost{Value: cost, Unit: "seconds"}}
	}
	sleep, network := at("sleep", "sleep", "low", "a", 0.01), at("network-at-init", "network", "high", "b", 0.3)
	network.Cost.CI95 = &[2]float64{0.2, 0.4}
	child := at("network-at-init", "network", "info", "c", 0.2)
	rec := func(all ...evidence.Finding) *evidence.Record { return &evidence.Record{Findings: all} }
	sees, blind := func(Filter) string { return "" }, func(Filter) string { return "perf is denied" }
	tests := []struct {
		name, expect    string
		rec, baseline   *evidence.Record
		could, couldOld func(Filter) string
		outcome, reason string
	}{
		{"none", "no finding", rec(), nil, sees, nil, Holds, "no such finding, and a probe that could see one ran"},
		{"none, and nobody looked", "no finding", rec(), nil, blind, nil, Unknown, "no such finding, and none could have been seen: perf is denied"},
		{"none, and nobody knows", "no finding", rec(), nil, nil, nil, Unknown, "no such finding, and none could have been seen: it is not known what was looked at"},
		{"the heaviest", "no finding", rec(sleep, network), nil, blind, nil, Fails, "network-at-init at x.go:3 (b.init.0) costs 300 ms (200–400 ms), and 1 more"},
		{"another class", "no finding class=cpu", rec(sleep, network), nil, sees, nil, Holds, "no such finding, and a probe that could see one ran"},
		{"this class", "no finding class=sleep phase=init", rec(sleep, network), nil, sees, nil, Fails, "sleep at x.go:3 (a.init.0) costs 10.0 ms"},
		{"at least", "no finding severity>=medium", rec(sleep), nil, sees, nil, Holds, "no such finding, and a probe that could see one ran"},
		{"at least low", "no finding severity>=low", rec(sleep), nil, sees, nil, Fails, "sleep at x.go:3 (a.init.0) costs 10.0 ms"},
		{"a package", "no finding package=a", rec(network), nil, sees, nil, Holds, "no such finding, and a probe that could see one ran"},
		{"information is part of others", "no finding class=network", rec(child), nil, sees, nil, Holds, "no such finding, and a probe that could see one ran"},
		{"information that is named", "no finding rule=network-at-init", rec(child), nil, sees, nil, Fails, "network-at-init at x.go:3 (c.init.0) costs 200 ms"},
		{"new, and no baseline", "no new finding", rec(sleep), nil, sees, sees, Unknown, "there is no baseline to tell what is new"},
		{"not new", "no new finding", rec(sleep), rec(sleep, network), sees, sees, Holds, "no such finding, and a probe that could see one ran"},
		{"new", "no new finding", rec(sleep, network), rec(sleep), sees, sees, Fails, "network-at-init at x.go:3 (b.init.0) costs 300 ms (200–400 ms); not in the baseline"},
		{"new, or not seen before", "no new finding", rec(sleep), rec(), sees, blind, Unknown,
			"in the candidate sleep at x.go:3 (a.init.0) costs 10.0 ms; the baseline may have it, too, where it could not be seen: perf is denied"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := expectation(t, test.expect).Judge(Evidence{Record: test.rec, Baseline: test.baseline, CouldSee: test.could, BaselineCouldSee: test.couldOld})
			if got.Outcome != test.outcome || got.Reason != test.reason || got.Direction != None {
				t.Errorf("Judge of %s = %s, %q, want %s, %q", test.expect, got.Outcome, got.Reason, test.outcome, test.reason)
			}
		})
	}
}

func TestRuns(t *testing.T) {
	tests := []struct {
		expect string
		want   int
	}{
		{ready + " <= 2s", 6}, {"mean(" + ready + ") <= 2s", 20}, {"p90(" + ready + ") <= 2s", 29}, {"p99(" + ready + ") <= 2s", 299},
		{"p90(" + ready + ") >= 2s", 2}, {"p10(" + ready + ") >= 2s", 29}, {"p90(" + ready + ") == 2s", 29},
		{"max(" + ready + ") <= 2s", 0}, {"ratio(" + ready + ") <= 1.1", 6}, {packages + " <= 2", 0}, {"no finding", 0},
	}
	for _, test := range tests {
		if got := expectation(t, "'"+test.expect+"'").Runs(); got != test.want {
			t.Errorf("Runs of %s = %d, want %d", test.expect, got, test.want)
		}
	}
}

// TestJudgeLooks: the first look that decides a claim counts, whatever later ones show.
func TestJudgeLooks(t *testing.T) {
	at := func(lo, value, hi float64) func(string) (comparison.Row, bool) {
		r := stats.Interval{Value: value, Lo: lo, Hi: hi, N: 20, OK: true, Level: 0.97}
		return func(string) (comparison.Row, bool) {
			return comparison.Row{Series: comparison.Series{Paired: true}, Ratio: r}, true
		}
	}
	wide, holds, fails := at(0.9, 1, 1.2), at(0.9, 0.95, 1), at(1.1, 1.2, 1.3)
	for _, test := range []struct {
		name    string
		earlier []func(string) (comparison.Row, bool)
		last    func(string) (comparison.Row, bool)
		want    string
	}{
		{"the last one", nil, holds, Holds},
		{"decided late", []func(string) (comparison.Row, bool){wide}, fails, Fails},
		{"decided early", []func(string) (comparison.Row, bool){wide, holds}, wide, Holds},
		{"the first counts", []func(string) (comparison.Row, bool){holds}, fails, Holds},
		{"never", []func(string) (comparison.Row, bool){wide}, wide, Unknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := expectation(t, "ratio(/startup/cpu:seconds) <= 1.05")
			if got := e.Judge(Evidence{Record: &evidence.Record{}, Earlier: test.earlier, Pairs: test.last}); got.Outcome != test.want {
				t.Errorf("Judge = %s (%s), want %s", got.Outcome, got.Reason, test.want)
			}
		})
	}
}
