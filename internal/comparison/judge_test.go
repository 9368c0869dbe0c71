package comparison

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// times returns the samples multiplied.
func times(samples []float64, by float64) []float64 {
	out := make([]float64, len(samples))
	for i, v := range samples {
		out[i] = v * by
	}
	return out
}

func same(n int, v float64) []float64 { return slices.Repeat([]float64{v}, n) }

var (
	steady = []float64{100, 101, 99, 102, 98, 100.5, 99.5, 101.5, 98.5, 100, 101, 99}
	wild   = []float64{100, 140, 70, 120, 85, 100, 60, 150, 95, 110, 80, 130}
	shaken = []float64{90, 100, 100, 90, 110, 95, 105, 80, 140, 105, 120, 88} // against steady either way
)

func TestJudge(t *testing.T) {
	o := Options{Effect: 0.03, Level: 0.95, Turns: "cupel compare OLD NEW"}
	cpu := Series{Metric: "cpu", Unit: "seconds", Better: "lower", Class: CPU, Paired: true}
	exact := Series{Metric: "size", Unit: "bytes", Better: "lower", Class: Bytes, Exact: true}
	faults := Series{Metric: "faults", Unit: "count", Better: "lower", Class: RSS, Paired: true}
	with := func(s Series, baseline, candidate, again []float64) Series {
		s.Baseline, s.Candidate, s.Again = baseline, candidate, again
		return s
	}
	better := func(s Series, better string) Series { s.Better = better; return s }
	apart := func(s Series) Series { s.Paired = false; return s }
	tests := []struct {
		name     string
		s        Series
		sentence string
		reason   string // a part of it
	}{
		{"exact, one run each", with(exact, same(1, 100), same(1, 101), nil), Regressed, ""},
		{"exact, less", with(exact, same(3, 100), same(2, 99), nil), Improved, ""},
		{"exact, more is better", with(better(exact, "higher"), same(1, 100), same(1, 101), nil), Improved, ""},
		{"exact, the same", with(exact, same(1, 100), same(1, 100), same(1, 100)), NoDifference, ""},
		{"exact, from nothing", with(exact, same(1, 0), same(1, 3), nil), Regressed, ""},
		{"exact, to nothing", with(exact, same(1, 3), same(1, 0), nil), Improved, ""},
		{"exact, nothing at all", with(exact, same(1, 0), same(1, 0), nil), NoDifference, ""},
		{"exact, not the same in an arm", with(exact, []float64{3, 3}, []float64{3, 4}, nil), NotJudged, "the candidate has 3 B to 4 B"},
		{"exact, not the same again", with(exact, same(1, 3), same(1, 4), same(1, 5)), NotJudged, "the baseline differs from itself: it has 3 B to 5 B"},
		{"exact, nothing is better", with(better(exact, "none"), same(1, 3), same(1, 4), nil), NotJudged, "neither less nor more"},

		{"pairs, a tenth less", with(cpu, wild, times(wild, 0.9), nil), Improved, ""},
		{"pairs, a tenth more", with(cpu, wild, times(wild, 1.1), nil), Regressed, ""},
		{"pairs, more is better", with(better(cpu, "higher"), wild, times(wild, 1.1), nil), Improved, ""},
		{"pairs, nothing is better", with(better(cpu, "none"), wild, times(wild, 1.1), nil), NotJudged, "neither less nor more"},
		{"pairs, real but too little to matter", with(cpu, wild, times(wild, 0.98), nil), WithinNoise, ""},
		{"pairs, shown to be the same", with(cpu, steady, slices.Concat(steady[6:], steady[:6]), nil), WithinNoise, ""},
		{"pairs, wide", with(cpu, steady, shaken, nil), NoDifference, "pairs would show a difference of 3.0 %"},
		{"pairs, five", with(cpu, wild[:5], times(wild[:5], 0.5), nil), "not enough runs (need ≥ 6)", ""},
		{"pairs, six", with(cpu, wild[:6], times(wild[:6], 0.5), nil), Improved, ""},
		{"pairs, and the baseline differs from itself", with(cpu, wild, times(wild, 0.9), times(wild, 0.95)), NotJudged, "the baseline differs from itself by 5.0 %"},
		{"pairs, and the baseline differs less than matters", with(cpu, wild, times(wild, 0.9), times(wild, 0.98)), Improved, ""},
		{"pairs, and the baseline is as far off", with(cpu, steady, times(steady, 1.05), times(shaken, 0.95)), NotJudged, "the baseline differs from itself by"},
		{"pairs, and the baseline is wide only", with(cpu, steady, times(steady, 2), shaken), Regressed, ""},
		{"pairs that are none", with(cpu, wild, wild[:5], nil), NotJudged, "12 and 5 samples make no pairs"},
		{"pairs without their third", with(cpu, wild, wild, wild[:7]), NotJudged, "12 and 7 samples make no pairs"},
		{"a negative sample", with(cpu, wild, times(wild, -1), nil), NotJudged, "the candidate has the sample -100"},
		{"no number", with(cpu, same(6, math.NaN()), wild[:6], nil), NotJudged, "the baseline has the sample NaN"},
		{"one arm only", with(cpu, nil, wild, nil), NotJudged, "the baseline has no samples"},
		{"a second arm without samples", with(cpu, wild, wild, []float64{}), NotJudged, "second arm has no samples"},

		{"faults, none", with(faults, same(9, 0), same(9, 0), nil), NoDifference, ""},
		{"faults, out of nothing", with(faults, same(9, 0), same(9, 12), nil), Regressed, ""},
		{"faults, all gone", with(faults, same(9, 12), same(9, 0), same(9, 12)), Improved, ""},
		{"faults, now and then", with(faults, []float64{0, 3, 0, 0, 1, 0, 0}, []float64{1, 0, 0, 0, 0, 0, 2}, nil), NoDifference, ""},
		{"faults, both ways", with(faults, []float64{0, 3, 2, 4, 1, 6}, []float64{7, 1, 1, 9, 0, 7}, nil), NoDifference, "they differ both ways"},
		{"faults, more in seven of eight", with(faults, same(8, 0), append(same(7, 9), 0), nil), NoDifference, ""},
		{"faults, more in eight of nine", with(faults, same(9, 0), append(same(8, 9), 0), nil), Regressed, ""},
		{"faults, few", with(faults, same(5, 0), same(5, 12), nil), "not enough runs (need ≥ 6)", ""},
		{"faults, nothing is better", with(better(faults, "none"), same(9, 0), same(9, 12), nil), NotJudged, "neither less nor more"},
		{"faults, real but too little to matter", with(faults, append(same(11, 1000), 0), append(same(11, 1001), 1), nil), WithinNoise, ""},
		{"faults, the baseline differs", with(faults, same(9, 0), same(9, 12), same(9, 12)), NotJudged, "the baseline differs from itself: a median of 0, then 12"},

		{"CPU apart", with(apart(cpu), wild, times(wild, 0.5), nil), NotJudged, "cupel compare OLD NEW runs both in turns"},
		{"bytes that vary, apart", with(Series{Unit: "bytes", Class: Bytes, Better: "lower"}, []float64{1, 2}, []float64{3, 4}, nil), NotJudged, "1 B to 2 B, then 3 B to 4 B"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows := Judge([]Series{test.s}, o)
			if len(rows) != 1 {
				t.Fatalf("Judge gives %d rows, want 1", len(rows))
			}
			if r := rows[0]; r.Sentence != test.sentence || !strings.Contains(r.Reason, test.reason) {
				t.Errorf("Judge = %q, %q, want %q, %q", r.Sentence, r.Reason, test.sentence, test.reason)
			}
			if (rows[0].Outcome == NotJudged) != (rows[0].Reason != "") && rows[0].Outcome != NoDifference {
				t.Errorf("outcome %q with reason %q", rows[0].Outcome, rows[0].Reason)
			}
		})
	}
}

// TestJudgeWall holds the three rows of wall time, and what an unfit machine does to them and to nothing else.
func TestJudgeWall(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	long := draw(rng, 50, 0.05, 0.02)
	all := []Series{
		{Metric: "wall", Unit: "seconds", Better: "lower", Class: Wall, Paired: true, Baseline: long, Candidate: times(long, 0.8)},
		{Metric: "cpu", Unit: "seconds", Better: "lower", Class: CPU, Paired: true, Baseline: long, Candidate: times(long, 0.8)},
		{Metric: "other", Unit: "seconds", Better: "lower", Class: Wall, Paired: true, Baseline: long, Candidate: times(long, 0.8)},
		{Metric: "allocs", Unit: "count", Better: "lower", Class: Count, Exact: true, Baseline: same(1, 9), Candidate: same(1, 8)},
		{Metric: "apart", Unit: "seconds", Better: "lower", Class: Wall, Baseline: long, Candidate: times(long, 0.8)},
		{Metric: "zero", Unit: "seconds", Better: "lower", Class: Wall, Paired: true, Baseline: same(9, 0), Candidate: same(9, 1)},
	}
	summary := func(o Options) (out []string) {
		for _, r := range Judge(all, o) {
			out = append(out, r.Metric+" "+r.Statistic+": "+r.Sentence)
		}
		return out
	}
	want := []string{"allocs median: improved", "cpu median: improved",
		"wall minimum: improved", "other minimum: improved", "zero minimum: not judged",
		"wall median: improved", "other median: improved", "apart median: not judged", "zero median: not judged",
		"wall p90: improved", "other p90: improved", "zero p90: not judged"}
	if diff := cmp.Diff(want, summary(Options{Effect: 0.03, Level: 0.95})); diff != "" {
		t.Errorf("fit (-want +got):\n%s", diff)
	}
	for i, line := range want {
		if i > 1 {
			name, _, _ := strings.Cut(line, ":")
			want[i] = name + ": not judged"
		}
	}
	busy := Options{Effect: 0.03, Level: 0.95, Unfit: "busy"}
	if diff := cmp.Diff(want, summary(busy)); diff != "" {
		t.Errorf("unfit (-want +got):\n%s", diff)
	}
	for _, r := range Judge(all, busy) {
		if r.Class == Wall && r.Metric != "zero" && r.Reason != unfit+"busy" {
			t.Errorf("%s %s is not judged because %q, want the machine's state", r.Metric, r.Statistic, r.Reason)
		}
	}
}

// TestSentences holds that nothing comes out that is not in the list, whatever goes in, and that
// exchanging the arms exchanges improved and regressed.
func TestSentences(t *testing.T) {
	number := regexp.MustCompile(`≥ \d+`)
	rng := rand.New(rand.NewPCG(7, 7))
	seen := map[string]int{}
	for range 5_000 {
		s, o := anySeries(rng), Options{Effect: 0.03, Level: 0.9 + rng.Float64()*0.09}
		if rng.IntN(9) == 0 {
			o.Unfit = "busy"
		}
		forth := Judge([]Series{s}, o)
		s.Again = nil
		forthAlone := Judge([]Series{s}, o)
		s.Baseline, s.Candidate = s.Candidate, s.Baseline
		back := Judge([]Series{s}, o)
		for i, r := range forth {
			sentence := number.ReplaceAllString(r.Sentence, "≥ N")
			seen[sentence]++
			if !slices.Contains(Sentences(), sentence) || !strings.HasPrefix(r.Sentence, r.Outcome) {
				t.Fatalf("%+v gives %q, which is not in the list", r, r.Sentence)
			}
			mirror := map[string]string{Improved: Regressed, Regressed: Improved}
			want, there := mirror[forthAlone[i].Outcome]
			if !there {
				want = forthAlone[i].Outcome
			}
			if back[i].Outcome != want && r.Statistic != statP90 && !slices.Contains(s.Candidate, 0) {
				t.Fatalf("%+v is %q, and with the arms exchanged %q", forthAlone[i], forthAlone[i].Outcome, back[i].Outcome)
			}
		}
	}
	for _, sentence := range Sentences() {
		if seen[sentence] == 0 {
			t.Errorf("%q never came out: %v", sentence, seen)
		}
	}
}

// anySeries returns a series of few samples that hold ties, zeros and, seldom, what is no sample.
func anySeries(rng *rand.Rand) Series {
	s := Series{Metric: "m", Unit: "seconds", Better: []string{"lower", "higher", "none"}[rng.IntN(3)],
		Class: Class(rng.IntN(5)), Exact: rng.IntN(5) == 0, Paired: rng.IntN(5) > 0}
	n, scatter, times := rng.IntN(60), rng.Float64()*0.1, 1+rng.Float64()*0.2*float64(rng.IntN(2))
	fill := func(v float64) []float64 {
		out := draw(rng, n, v, scatter*float64(rng.IntN(2)))
		if rng.IntN(20) == 0 && n > 0 {
			out[rng.IntN(n)] = []float64{0, -1, math.NaN(), math.Inf(1)}[rng.IntN(4)]
		}
		return out
	}
	s.Baseline, s.Candidate = fill(1), fill(times)
	if rng.IntN(2) == 0 {
		s.Again = fill(1)
	}
	return s
}

// TestSameProgramTwice holds that of two arms of the same program hardly any row says that they differ, and
// that a tenth is found all the same: CPU time scatters by 12 % on a machine in use, wall time by runs held up. Where
// four of ten are, the signed rank of the median finds half as many as the sign test would; it was chosen for CPU time
// (docs/statistics.md), and the minimum of wall time finds nearly all.
func TestSameProgramTwice(t *testing.T) {
	const trials, n = 1000, 45
	judged := func(ratio float64) map[string]float64 {
		rng := rand.New(rand.NewPCG(8, 8))
		changed := map[string]float64{}
		for range trials {
			rows := Judge([]Series{
				{Metric: "cpu", Better: "lower", Class: CPU, Paired: true,
					Baseline: draw(rng, n, 1, 0.12), Candidate: draw(rng, n, ratio, 0.12), Again: draw(rng, n, 1, 0.12)},
				{Metric: "wall", Better: "lower", Class: Wall, Paired: true,
					Baseline: busy(rng, n, 1, 0.4), Candidate: busy(rng, n, ratio, 0.4), Again: busy(rng, n, 1, 0.4)},
			}, Options{Effect: 0.03, Level: 0.95})
			for _, r := range rows {
				if r.Outcome == Improved || r.Outcome == Regressed {
					changed[r.Metric+" "+r.Statistic] += 1. / trials
				}
			}
		}
		return changed
	}
	same, slower := judged(1), judged(1.1)
	t.Logf("the same program: %v; a tenth slower: %v", same, slower)
	for row, part := range same {
		if part > 0.05 {
			t.Errorf("%s: of the same program %.1f %% say that it differs", row, 100*part)
		}
	}
	for row, want := range map[string]float64{"cpu median": 0.75, "wall minimum": 0.9, "wall median": 0.3} {
		if slower[row] < want {
			t.Errorf("%s: a tenth is found in %.0f %%, want %.0f %%", row, 100*slower[row], 100*want)
		}
	}
}
