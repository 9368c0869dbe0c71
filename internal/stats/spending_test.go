package stats

import (
	"math"
	"strings"
	"testing"
)

func TestSpendingLevel(t *testing.T) {
	s := DefaultSpending()
	tests := []struct {
		name      string
		n, before int
		last      bool
		want      float64
	}{
		{"first look", 20, 0, false, 1 - 0.05*math.Log(1+(math.E-1)/3)},
		{"second look", 30, 20, false, 1 - 0.05*(math.Log(1+(math.E-1)/2)-math.Log(1+(math.E-1)/3))},
		{"the only look spends all", 20, 0, true, 0.95},
		{"at the most pairs", 60, 0, false, 0.95},
		{"the last look spends what is left", 40, 20, true, 1 - 0.05*(1-math.Log(1+(math.E-1)/3))},
		{"beyond the most", 80, 0, false, 0.95},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := s.Level(test.n, test.before, test.last); !near(got, test.want) {
				t.Errorf("Level(%d, %d, %v) = %v, want %v", test.n, test.before, test.last, got, test.want)
			}
		})
	}
}

// TestSpendingSum: all looks together spend Alpha, wherever they end.
func TestSpendingSum(t *testing.T) {
	s := DefaultSpending()
	for end := s.First; end <= s.Most; end += s.Step {
		spent, before := 0.0, 0
		for n := s.Next(0); n > 0 && n <= end; before, n = n, s.Next(n) {
			spent += 1 - s.Level(n, before, n == end)
		}
		if !near(spent, s.Alpha) {
			t.Errorf("looks up to %d pairs spend %v, want %v", end, spent, s.Alpha)
		}
	}
}

func TestSpendingNext(t *testing.T) {
	odd := Spending{Alpha: 0.05, First: 20, Step: 15, Most: 40}
	tests := []struct {
		s       Spending
		n, want int
	}{
		{DefaultSpending(), 0, 20}, {DefaultSpending(), 7, 20}, {DefaultSpending(), 20, 30},
		{DefaultSpending(), 29, 30}, {DefaultSpending(), 50, 60}, {DefaultSpending(), 60, 0},
		{odd, 20, 35}, {odd, 35, 40}, {odd, 40, 0}, {Spending{First: 20, Step: 10, Most: 8}, 0, 8},
	}
	for _, test := range tests {
		if got := test.s.Next(test.n); got != test.want {
			t.Errorf("%+v.Next(%d) = %d, want %d", test.s, test.n, got, test.want)
		}
	}
}

// A rule says at which level to look at n pairs.
type rule struct {
	name  string
	level func(n, before int, last bool) float64
}

var rules = []rule{
	{"95 % at each look", func(int, int, bool) float64 { return 0.95 }},
	{"spending", DefaultSpending().Level},
}

// looking is an experiment that ends when a difference is called, or at the most pairs. It returns the interval of the
// last look, and whether any look had an interval without 1/factor.
func looking(baseline, candidate []float64, level func(n, before int, last bool) float64, factor float64) (end Interval, crossed bool) {
	s, before := DefaultSpending(), 0
	for n := s.Next(0); n > 0; before, n = n, s.Next(n) {
		end = Ratio(baseline[:n], candidate[:n], level(n, before, n == len(baseline)))
		crossed = crossed || !end.Holds(1/factor)
		if n == len(baseline) || called(end, factor) {
			return end, crossed
		}
	}
	return end, crossed
}

var lookingHead = []string{"A/A: without 1", "A/A called", "+5 %", "+10 %", "+20 %", "pairs at +10 %"}

// look makes experiments that may take so many pairs.
func look(n noise, r rule, pairs, trials int) row {
	baseline, candidate := make([]float64, pairs), make([]float64, pairs)
	next := n.pairs(7)
	var shares [5]tally
	taken := 0
	for range trials {
		next(baseline, candidate)
		end, crossed := looking(baseline, candidate, r.level, 1)
		shares[0].add(crossed)
		shares[1].add(called(end, 1))
		for k, factor := range planted {
			end, _ := looking(baseline, candidate, r.level, factor)
			shares[2+k].add(called(end, factor))
			if factor == 1.1 {
				taken += end.N
			}
		}
	}
	result := row{label: n.name() + " | " + r.name, last: float64(taken) / float64(trials)}
	for _, s := range shares {
		result.shares = append(result.shares, s.share())
	}
	return result
}

// TestLooking holds that looking early with spending calls a difference between equals in at most 5 %.
func TestLooking(t *testing.T) {
	trials := 400
	if *update {
		trials = 4000
	}
	var rows []row
	for _, n := range noises(t) {
		for _, r := range rules {
			rows = append(rows, look(n, r, 60, trials))
		}
	}
	checkTable(t, "looking", "noise | rule", lookingHead, rows, trials)
	for _, r := range rows[1:] {
		if most := 0.05 + 3*sampling(0.05, trials); r.shares[0] > most && strings.HasSuffix(r.label, rules[1].name) {
			t.Errorf("%s: an interval without 1 in %v, want at most %.3f", r.label, r.shares[0], most)
		}
	}
}

// TestLookingEndsEarly: the time may end an experiment after any look.
func TestLookingEndsEarly(t *testing.T) {
	const trials = 1000
	for _, pairs := range []int{20, 30, 40, 50} {
		if r := look(models[1], rules[1], pairs, trials); r.shares[0] > 0.055+3*sampling(0.05, trials) {
			t.Errorf("%d pairs: an interval without 1 in %v, want at most 5 %%", pairs, r.shares[0])
		}
	}
}
