package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// leastEffect is what a difference must have besides an interval without 1.
const leastEffect = 0.03

// The differences that are planted: all runs take longer by a factor, or half of them, at random.
var (
	planted = [3]float64{1.05, 1.1, 1.2}
	inHalf  = 1.2
)

// called says whether a difference is called if the candidate takes factor times what it took. A factor changes
// the intervals of all estimators by itself, so that it can be applied afterwards.
func called(i Interval, factor float64) bool {
	effect := math.Abs(math.Log(i.Value * factor))
	return i.OK && (i.Lo*factor > 1 || i.Hi*factor < 1) && effect >= math.Log1p(leastEffect)
}

// A tally counts how often something happened.
type tally struct{ yes, all int }

func (t *tally) add(yes bool) {
	t.all++
	if yes {
		t.yes++
	}
}

func (t tally) share() float64 { return float64(t.yes) / float64(t.all) }

// choiceHead is what try returns of an estimator and a number of pairs.
var choiceHead = []string{"95 % holds", "99 % holds", "A/A called", "+5 %", "+10 %", "+20 %", "+20 % in half", "width"}

// try lets an estimator judge the same program against itself, and with differences planted.
func try(n noise, e estimator, pairs, trials int) row {
	baseline, candidate := make([]float64, pairs), make([]float64, pairs)
	next, rng := n.pairs(uint64(pairs)), rand.New(rand.NewPCG(uint64(pairs), 3))
	var shares [7]tally
	var widths []float64
	for range trials {
		next(baseline, candidate)
		i := e.ratio(baseline, candidate, 0.95)
		shares[0].add(i.Holds(1))
		shares[1].add(e.ratio(baseline, candidate, 0.99).Holds(1))
		shares[2].add(called(i, 1))
		for k, factor := range planted {
			shares[3+k].add(called(i, factor))
		}
		for k := range candidate {
			if rng.IntN(2) == 0 {
				candidate[k] *= inHalf
			}
		}
		half := e.ratio(baseline, candidate, 0.95)
		shares[6].add(called(half, 1) && half.Value > 1)
		widths = append(widths, i.Hi/i.Lo)
	}
	r := row{label: label(n, pairs, e), last: Median(widths)}
	for _, s := range shares {
		r.shares = append(r.shares, s.share())
	}
	return r
}

func label(n noise, pairs int, e estimator) string {
	return fmt.Sprintf("%s | %d | %s", n.name(), pairs, e.name)
}

var triedPairs = []int{10, 20, 40, 60}

// TestChoice holds the table from which the estimator was chosen, and the reasons for the choice.
func TestChoice(t *testing.T) {
	trials, tried := 100, []int{20}
	if *update {
		trials, tried = 1000, triedPairs
	}
	var rows []row
	for _, n := range noises(t) {
		for _, pairs := range tried {
			for _, e := range estimators {
				rows = append(rows, try(n, e, pairs, trials))
			}
		}
	}
	table := checkTable(t, "choice", "noise | pairs | estimator", choiceHead, rows, trials)
	for _, metric := range []string{"CPU, recorded", "CPU, model"} {
		for _, pairs := range triedPairs {
			of := func(e string) []float64 { return table[fmt.Sprintf("%s | %d | %s", metric, pairs, e)] }
			for _, e := range []string{"sign test", "medians", "lower quartiles"} {
				if got, other := of("signed rank")[3], of(e)[3]; got < other {
					t.Errorf("%s, %d pairs: +5 %% is found in %v %% by the signed rank, in %v %% by the %s", metric, pairs, got, other, e)
				}
			}
		}
	}
}

// TestRatioCoverage: the interval holds the ratio as often as it says. The blocks of two pairs cost up to half a
// per cent where the load goes on from run to run: what struck the first pair then strikes the second, reversed.
func TestRatioCoverage(t *testing.T) {
	const trials = 600
	for _, n := range noises(t) {
		for _, pairs := range triedPairs {
			r := try(n, estimator{"signed rank", Ratio}, pairs, trials)
			for i, level := range []float64{0.95, 0.99} {
				if least := level - 0.005 - 3*sampling(level, trials); r.shares[i] < least {
					t.Errorf("%s: the interval of %v holds 1 in %v, want at least %.3f", r.label, level, r.shares[i], least)
				}
			}
			if most := 0.055 + 3*sampling(0.05, trials); r.shares[2] > most {
				t.Errorf("%s: a difference is called in %v, want at most %.3f", r.label, r.shares[2], most)
			}
		}
	}
}

// sampling is the standard error of a share that was counted in so many trials.
func sampling(share float64, trials int) float64 {
	return math.Sqrt(share * (1 - share) / float64(trials))
}
