package stats

import (
	"math"
	"testing"
)

func TestLeastPairs(t *testing.T) {
	for level, want := range map[float64]int{0.9: 5, 0.95: 6, 0.977: 7, 0.99: 8, 0.999: 11} {
		got := LeastPairs(level)
		if got != want {
			t.Errorf("LeastPairs(%v) = %d, want %d", level, got, want)
		}
		for n, ok := range map[int]bool{got - 1: false, got: true} {
			arm := make([]float64, n)
			if i := Ratio(arm, arm, level); i.OK != ok {
				t.Errorf("%d pairs give an interval of %v: %v, want %v", n, level, i.OK, ok)
			}
		}
	}
}

func TestPairsFor(t *testing.T) {
	tests := []struct {
		name                  string
		spread, effect, level float64
		want                  int
	}{
		// ((1.960 + 0.8416) · 0.05 / ln 1.03)² + 1.960²/2 = 24.4
		{"3 %", 0.05, 0.03, 0.95, 25},
		{"twice the spread, four times the pairs", 0.1, 0.03, 0.95, 92},
		{"less", 0.05, -0.03, 0.95, 24},
		{"no spread", 0, 0.03, 0.95, 6},
		{"no spread, more certain", 0, 0.03, 0.99, 8},
		{"no effect takes for ever", 0.05, 0, 0.95, math.MaxInt32},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := PairsFor(test.spread, test.effect, test.level); got != test.want {
				t.Errorf("PairsFor(%v, %v, %v) = %d, want %d", test.spread, test.effect, test.level, got, test.want)
			}
		})
	}
}

// TestPairsForPower: as many pairs as were estimated from 20 show the effect in some 8 of 10 experiments.
func TestPairsForPower(t *testing.T) {
	const trials, first, most = 1000, 20, 1000
	tests := []struct {
		model  model
		effect float64
	}{{models[0], 0.1}, {models[0], 0.3}, {models[1], 0.05}, {models[1], 0.1}}
	for _, test := range tests {
		baseline, candidate := make([]float64, most), make([]float64, most)
		next := test.model.pairs(8)
		var found tally
		for range trials {
			next(baseline[:first], candidate[:first])
			seen := Ratio(baseline[:first], candidate[:first], 0.95)
			pairs := min(most, PairsFor(seen.Spread(), test.effect, 0.95))
			next(baseline[:pairs], candidate[:pairs])
			found.add(!Ratio(baseline[:pairs], candidate[:pairs], 0.95).Holds(1 / (1 + test.effect)))
		}
		if got := found.share(); got < 0.7 || got > 0.9 {
			t.Errorf("%s: so many pairs show %v in %v, want some 0.8", test.model.name(), test.effect, got)
		}
		t.Logf("%s: so many pairs show %v in %v", test.model.name(), test.effect, found.share())
	}
}
