package comparison

import (
	"slices"
	"testing"
)

// cpuPairs are the samples of three arms: the candidate's are multiples of the baseline's.
func cpuPairs(by ...float64) Series {
	s := Series{Metric: "/startup/cpu:seconds", Unit: "seconds", Better: "lower", Class: CPU, Paired: true}
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
	exact := Series{
		Metric: "/startup/executable:bytes", Unit: "bytes", Better: "lower", Class: Bytes, Exact: true,
		Baseline: []float64{100}, Candidate: []float64{200},
	}
	for _, c := range []struct {
		name    string
		s       Series
		looks   []Look
		outcome string
		n       int // samples that the row was judged by
	}{
		{"the first look decides, the second one would not", cpuPairs(slices.Concat(slower, same, same, same)...), []Look{{20, 0.99}, {80, 0.99}}, Regressed, 20},
		{"the first look decides that there is nothing", cpuPairs(slices.Concat(same, slower)...), []Look{{20, 0.99}, {40, 0.99}}, WithinNoise, 20},
		{"the last look decides", cpuPairs(late...), []Look{{10, 0.95}, {60, 0.95}}, Regressed, 60},
		{"no look decides", cpuPairs(late[:10]...), []Look{{6, 0.95}, {10, 0.95}}, NoDifference, 10},
		{"what is exact has one sample at any look", exact, []Look{{0, 0.95}}, Regressed, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range FirstDecided(JudgeLooks([]Series{c.s}, Options{Effect: 0.03}, c.looks)) {
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

// TestLooksDue holds when pairs are judged, and that the last look spends what is left.
func TestLooksDue(t *testing.T) {
	taken := func(l Looks, late int) (at []int) {
		for n := 0; ; n++ {
			due, last := l.Due(n, n == late)
			if due {
				at = append(at, n)
			}
			if last {
				return at
			}
		}
	}
	for _, c := range []struct {
		name    string
		exactly int
		late    int // when time is up
		want    []int
	}{
		{"the plan", 0, 1000, []int{20, 30, 40, 50, 60}},
		{"time is up between looks", 0, 34, []int{20, 30, 34}},
		{"time is up before the first look", 0, 7, []int{7}},
		{"exactly 6", 6, 1000, []int{6}},
		{"exactly 100, time is up", 100, 8, []int{8}},
		{"time is up before any pair", 0, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := taken(Looks{Exactly: c.exactly}, c.late); !slices.Equal(got, c.want) {
				t.Errorf("looks at %v, want %v", got, c.want)
			}
		})
	}
}
