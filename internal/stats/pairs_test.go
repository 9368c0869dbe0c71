package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestPairedRatio(t *testing.T) {
	tests := []struct {
		name                string
		baseline, candidate []float64
		ratio, lo, hi       float64
		ok                  bool
	}{
		{"one pair", []float64{2}, []float64{1}, 0.5, 0, 0, false},
		{"six pairs, twice as long each", []float64{1, 2, 3, 4, 5, 6}, []float64{2, 4, 6, 8, 10, 12}, 2, 2, 2, true},
		{"pairs, not sorted arms", []float64{1, 10, 1, 10, 1, 10}, []float64{2, 10, 2, 10, 2, 10}, math.Sqrt2, 1, 2, true},
		{"nine pairs leave out the extremes", []float64{1, 1, 1, 1, 1, 1, 1, 1, 1},
			[]float64{0.1, 2, 3, 4, 5, 6, 7, 8, 90}, 5, 2, 8, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ratio, lo, hi, ok := PairedRatio(test.baseline, test.candidate)
			if !near(ratio, test.ratio) || !near(lo, test.lo) || !near(hi, test.hi) || ok != test.ok {
				t.Errorf("PairedRatio = %v, %v, %v, %v, want %v, %v, %v, %v",
					ratio, lo, hi, ok, test.ratio, test.lo, test.hi, test.ok)
			}
			back, _, _, _ := PairedRatio(test.candidate, test.baseline)
			if !near(back, 1/test.ratio) {
				t.Errorf("with the arms exchanged %v, want %v", back, 1/test.ratio)
			}
		})
	}
}

func TestPairedDifference(t *testing.T) {
	tests := []struct {
		name                string
		baseline, candidate []float64
		difference, lo, hi  float64
		ok                  bool
	}{
		{"one pair", []float64{2}, []float64{1}, -1, 0, 0, false},
		{"six pairs, one more each", []float64{1, 2, 3, 4, 5, 6}, []float64{2, 3, 4, 5, 6, 7}, 1, 1, 1, true},
		{"pairs, not sorted arms", []float64{1, 10, 1, 10, 1, 10}, []float64{2, 13, 2, 13, 2, 13}, 2, 1, 3, true},
		{"nine pairs leave out the extremes", []float64{1, 1, 1, 1, 1, 1, 1, 1, 1},
			[]float64{-99, 2, 3, 4, 5, 6, 7, 8, 90}, 4, 1, 7, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			difference, lo, hi, ok := PairedDifference(test.baseline, test.candidate)
			if difference != test.difference || lo != test.lo || hi != test.hi || ok != test.ok {
				t.Errorf("PairedDifference = %v, %v, %v, %v, want %v, %v, %v, %v",
					difference, lo, hi, ok, test.difference, test.lo, test.hi, test.ok)
			}
			if back, _, _, _ := PairedDifference(test.candidate, test.baseline); back != -test.difference {
				t.Errorf("with the arms exchanged %v, want %v", back, -test.difference)
			}
		})
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12*max(1, math.Abs(b)) }

// TestPairedRatioCoverage: what disturbs both runs of a pair alike does not disturb the ratio.
func TestPairedRatioCoverage(t *testing.T) {
	const trials, n, want = 20_000, 9, 0.8
	rng := rand.New(rand.NewPCG(2, n))
	baseline, candidate := make([]float64, n), make([]float64, n)
	held := 0
	for range trials {
		for i := range n {
			common := math.Exp(rng.NormFloat64())
			baseline[i] = common * math.Exp(0.1*rng.NormFloat64())
			candidate[i] = common * want * math.Exp(0.1*rng.NormFloat64())
		}
		if _, lo, hi, ok := PairedRatio(baseline, candidate); ok && lo <= want && want <= hi {
			held++
		}
	}
	if got := float64(held) / trials; got < 0.95-0.005 {
		t.Errorf("the interval holds the ratio in %.2f %%, want at least 95 %%", 100*got)
	}
}
