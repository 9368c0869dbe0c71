package stats

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSignedRankCutoff compares with the table of critical values of the signed-rank test (critical value + 1),
// two-sided, as printed for instance in Hollander and Wolfe, "Nonparametric Statistical Methods", table A.4.
func TestSignedRankCutoff(t *testing.T) {
	tests := []struct {
		n    int
		tail float64
		want int
	}{
		{0, 0.025, 0}, {5, 0.025, 0}, {6, 0.025, 1}, {7, 0.025, 3}, {8, 0.025, 4}, {9, 0.025, 6}, {10, 0.025, 9},
		{15, 0.025, 26}, {20, 0.025, 53}, {25, 0.025, 90}, {30, 0.025, 138},
		{7, 0.005, 0}, {8, 0.005, 1}, {10, 0.005, 4}, {20, 0.005, 38}, {30, 0.005, 110},
	}
	for _, test := range tests {
		if got := signedRankCutoff(test.n, test.tail); got != test.want {
			t.Errorf("signedRankCutoff(%d, %v) = %d, want %d", test.n, test.tail, got, test.want)
		}
	}
}

// TestSignedRankNormal: at 100 samples the approximation is as good as the exact distribution.
func TestSignedRankNormal(t *testing.T) {
	for _, level := range []float64{0.9, 0.95, 0.977, 0.99, 0.993} {
		exact, normal := signedRankCutoff(100, (1-level)/2), signedRankNormal(100, (1-level)/2)
		if diff := normal - exact; diff < -5 || diff > 5 {
			t.Errorf("at %v: cutoff %d by the approximation, want %d", level, normal, exact)
		}
	}
}

// TestWalsh compares with all means in order.
func TestWalsh(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, n := range []int{1, 2, 3, 10, 37} {
		samples := make([]float64, n)
		for i := range samples {
			samples[i] = float64(rng.IntN(2*n)-n) / 3 // some tie
		}
		slices.Sort(samples)
		var means []float64
		for i, a := range samples {
			for _, b := range samples[i:] {
				means = append(means, mean(a, b))
			}
		}
		slices.Sort(means)
		for i, want := range means {
			if got := walsh(samples).at(i + 1); got != want {
				t.Errorf("%d samples: mean %d is %v, want %v", n, i+1, got, want)
			}
		}
		if got, want := walsh(samples).median(), Median(means); !near(got, want) {
			t.Errorf("%d samples: median of the means %v, want %v", n, got, want)
		}
	}
}

func TestWalshOfHugeNumbers(t *testing.T) {
	w := walsh{-1e308, -1e-320, 0, 1e-320, 1e308}
	for k, want := range map[int]float64{1: -1e308, 2: -5e307, 8: 0, 15: 1e308} {
		if got := w.at(k); got != want {
			t.Errorf("mean %d is %v, want %v", k, got, want)
		}
	}
}

func BenchmarkRatio(b *testing.B) {
	baseline, candidate := make([]float64, 60), make([]float64, 60)
	models[1].pairs(1)(baseline, candidate)
	b.ReportAllocs()
	for b.Loop() {
		Ratio(baseline, candidate, 0.95)
	}
}
