package stats

import "math"

// Spending decides at which numbers of pairs one may look whether there is a difference, and how certain each look
// must be, so that all looks together find one where there is none with a probability of at most Alpha:
// looking five times at 95 % would find one three times as often (docs/statistics.md).
//
// After a share t of the most pairs, Alpha·ln(1+(e-1)t) is spent: the spending function of Lan and DeMets that
// resembles Pocock's bounds. It spends nearly half at the first look, where most experiments can end. What a look adds
// is its probability of error. That the looks share their pairs would allow more; left out, the sum holds
// whatever the distribution is (Bonferroni). So the number of looks need not be known before, and the last may come
// early, as long as what ends the experiment is the time and not the ratio.
//
// Source: K. K. G. Lan, D. L. DeMets, "Discrete Sequential Boundaries for Clinical Trials", 1983.
type Spending struct {
	Alpha float64 // probability of a wrong difference, over all looks
	First int     // pairs at the first look
	Step  int     // pairs from look to look, at least 1
	Most  int     // pairs at the last look
}

// DefaultSpending is 5 % for looks at 20, 30, 40, 50 and 60 pairs. 20 pairs find a difference of 10 % in CPU time
// on a busy machine, docs/statistics.md.
func DefaultSpending() Spending {
	return Spending{Alpha: 0.05, First: 20, Step: 10, Most: 60}
}

// Next returns the number of pairs of the look after that at n pairs, which may be 0; 0 if there is none.
func (s Spending) Next(n int) int {
	switch {
	case n >= s.Most:
		return 0
	case n < s.First:
		return min(s.First, s.Most)
	}
	return min(s.First+((n-s.First)/s.Step+1)*s.Step, s.Most)
}

// Level returns the confidence level of the look at n pairs after an earlier one at before, 0 if it is the first.
// The last look spends all that is left: that at Most pairs, or an earlier one beyond which the budget does not last.
func (s Spending) Level(n, before int, last bool) float64 {
	if last {
		n = s.Most
	}
	return 1 - (s.spent(n) - s.spent(before))
}

// spent is what looks up to n pairs may have spent.
func (s Spending) spent(n int) float64 {
	share := min(1, float64(n)/float64(s.Most))
	return s.Alpha * math.Log1p((math.E-1)*share)
}
