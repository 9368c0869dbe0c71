package history

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/cupelgo/cupel/internal/stats"
)

// TestChangeRates compares ways to find changes of level on simulated histories, and holds the choice to them.
func TestChangeRates(t *testing.T) {
	ways := []struct {
		name string
		cuts func([]float64) []int
	}{
		{"partitioning", cuts},
		{"Pettitt, bisecting", func(v []float64) []int { return bisect(v, pettitt) }},
		{"energy distance, bisecting", func(v []float64) []int { return bisect(v, energy) }},
	}
	table := "\n| |"
	for _, w := range ways {
		table += " " + w.name + " |"
	}
	table += "\n|---|---|---|---|\n"
	quiet := healthy()
	for _, s := range quiet[:3] {
		table += "| " + s.name + ": histories with a change, % |"
		for _, w := range ways {
			share := s.anyChange(w.cuts)
			table += fmt.Sprintf(" %.1f |", 100*share)
			if w.name == "partitioning" && share > 0.05 {
				t.Errorf("%s: changes are seen in %.1f %% of histories without any", s.name, 100*share)
			}
		}
		table += "\n"
	}
	some := changed()
	for _, s := range []scenario{some[0], some[1], some[3], some[8]} {
		table += "| " + s.name + ": found, % / days |"
		for _, w := range ways {
			r := s.cutFound(w.cuts)
			table += fmt.Sprintf(" %.0f / %s |", 100*r.found, median(r.delays))
		}
		table += "\n"
	}
	table += "| 30 % slower for 10 days: both found, % |"
	for _, w := range ways {
		table += fmt.Sprintf(" %.0f |", 100*bump(w.cuts))
	}
	hold(t, "changes of level", table+"\n")
}

func median(delays []float64) string {
	if len(delays) == 0 {
		return "never"
	}
	return fmt.Sprintf("%.0f", stats.Median(delays))
}

// fewer histories: some ways take long.
const cutHistories = 100

func (s *scenario) logs(seed uint64) []float64 {
	var all []float64
	for _, e := range s.entries(seed) {
		p50, _ := e.quantiles()
		all = append(all, math.Log(p50))
	}
	return all
}

// anyChange is the share of histories of 100 days in which a change is seen.
func (s *scenario) anyChange(cuts func([]float64) []int) (share float64) {
	for seed := range uint64(cutHistories) {
		share += count(len(cuts(s.logs(seed)[:100])) > 0) / cutHistories
	}
	return share
}

// cutFound says with how many days since the change it is seen, at most 3 days off; of a drift anywhere since.
func (s *scenario) cutFound(cuts func([]float64) []int) (r rate) {
	for seed := range uint64(cutHistories) {
		logs := s.logs(seed)
		for day := 1; day <= 40; day++ {
			found := slices.ContainsFunc(cuts(logs[:changeDay+day]), func(at int) bool {
				return at >= changeDay-3 && (at <= changeDay+3 || s.drift > 0)
			})
			if found {
				r.found += 1.0 / cutHistories
				r.delays = append(r.delays, float64(day))
				break
			}
		}
	}
	return r
}

// bump is how often a slow version of 10 days is seen to begin and to end.
func bump(cuts func([]float64) []int) (share float64) {
	s := healthy()[0]
	for seed := range uint64(cutHistories) {
		logs := s.logs(seed)[:60]
		for i := 25; i < 35; i++ {
			logs[i] += math.Log(1.3)
		}
		near := func(want int) bool {
			return slices.ContainsFunc(cuts(logs), func(at int) bool { return at >= want-1 && at <= want+1 })
		}
		share += count(near(25) && near(35)) / cutHistories
	}
	return share
}

// bisect cuts where a test sees a change, and goes on in both halves.
func bisect(values []float64, test func([]float64) (at int, ok bool)) []int {
	if len(values) < 2*leastBetween {
		return nil
	}
	at, ok := test(values)
	if !ok {
		return nil
	}
	all := append(bisect(values[:at], test), at)
	for _, cut := range bisect(values[at:], test) {
		all = append(all, at+cut)
	}
	return all
}

// pettitt is the test of A. N. Pettitt, "A Non-Parametric Approach to the Change-Point Problem", 1979, at 1 %.
func pettitt(values []float64) (at int, ok bool) {
	u, most, n := 0.0, 0.0, float64(len(values))
	for i, x := range values[:len(values)-1] {
		for _, y := range values {
			u += math.Copysign(count(x != y), x-y)
		}
		if math.Abs(u) > most && i+1 >= leastBetween && len(values)-i-1 >= leastBetween {
			at, most = i+1, math.Abs(u)
		}
	}
	return at, 2*math.Exp(-6*most*most/(n*n*n+n*n)) < 0.01
}

// energy is the test of D. S. Matteson, N. A. James, "A Nonparametric Approach for Multiple Change Point Analysis of
// Multivariate Data", 2014, with 99 permutations at 1 %.
func energy(values []float64) (at int, ok bool) {
	at, most := divergence(values)
	shuffled := slices.Clone(values)
	rng := newRand(uint64(len(values)))
	for range 99 {
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if _, by := divergence(shuffled); by >= most {
			return at, false
		}
	}
	return at, true
}

// divergence is the greatest distance between what is before and after a cut.
func divergence(values []float64) (at int, most float64) {
	n := len(values)
	within := func(from, to int) (sum float64) {
		for i := from; i < to; i++ {
			for j := i + 1; j < to; j++ {
				sum += math.Abs(values[i] - values[j])
			}
		}
		return sum
	}
	before, after, between := 0.0, within(0, n), 0.0
	for i, x := range values {
		left, right := 0.0, 0.0
		for _, y := range values[:i] {
			left += math.Abs(x - y)
		}
		for _, y := range values[i+1:] {
			right += math.Abs(x - y)
		}
		before, after, between = before+left, after-right, between-left+right
		m, k := float64(i+1), float64(n-i-1)
		if i+1 < leastBetween || n-i-1 < leastBetween {
			continue
		}
		distance := m * k / (m + k) * (2*between/(m*k) - 2*before/(m*(m-1)) - 2*after/(k*(k-1)))
		if distance > most {
			at, most = i+1, distance
		}
	}
	return at, most
}
