package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuantileAt(t *testing.T) {
	upTo := func(n int) []float64 {
		samples := make([]float64, n)
		for i := range samples {
			samples[i] = float64((i*7)%n + 1) // 1 to n, mixed
		}
		return samples
	}
	inf := math.Inf(1)
	tests := []struct {
		name    string
		samples []float64
		q       float64
		want    Interval
	}{
		{"none", nil, 0.5, Interval{math.NaN(), -inf, inf, 0.9, 0, false}},
		{"four do not bound a median", upTo(4), 0.5, Interval{2.5, -inf, inf, 0.9, 4, false}},
		{"five do", upTo(5), 0.5, Interval{3, 1, 5, 0.9, 5, true}},
		{"27 do not bound p90 from above", upTo(27), 0.9, Interval{24.4, 22, inf, 0.9, 27, true}},
		{"29 do", upTo(29), 0.9, Interval{26.2, 23, 29, 0.9, 29, true}},
		{"p10 is p90 upside down", upTo(29), 0.1, Interval{3.8, 1, 7, 0.9, 29, true}},
		{"equal", []float64{5, 5, 5, 5, 5}, 0.5, Interval{5, 5, 5, 0.9, 5, true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, QuantileAt(test.samples, test.q, 0.95), about); diff != "" {
				t.Errorf("QuantileAt(%v, %v) differs (-want +got):\n%s", test.samples, test.q, diff)
			}
		})
	}
}

func TestRunsForQuantile(t *testing.T) {
	tests := []struct {
		q, level float64
		want     int
	}{
		{0.5, 0.95, 5}, {0.75, 0.95, 11}, {0.9, 0.95, 29}, {0.95, 0.95, 59}, {0.99, 0.95, 299}, {0.999, 0.95, 2995},
		{0.9, 0.9, 22}, {0.9, 0.99, 44}, {0.5, 0.7, 2},
	}
	for _, test := range tests {
		got := RunsForQuantile(test.q, test.level)
		if got != test.want {
			t.Errorf("RunsForQuantile(%v, %v) = %d, want %d", test.q, test.level, got, test.want)
		}
		for n, bounded := range map[int]bool{got - 1: false, got: true} {
			if i := QuantileAt(make([]float64, n), test.q, test.level); math.IsInf(i.Hi, 1) == bounded {
				t.Errorf("%d samples bound the %v-quantile from above: %v, want %v", n, test.q, !bounded, bounded)
			}
		}
	}
}

// TestQuantileAtCoverage: each bound is on its side of the true quantile as often as it says, and both are.
func TestQuantileAtCoverage(t *testing.T) {
	const trials, level = 3000, 0.95
	for _, n := range []int{10, 29, 100} {
		for _, q := range []float64{0.5, 0.75, 0.9, 0.99} {
			rng := rand.New(rand.NewPCG(5, uint64(n)))
			truth := -math.Log1p(-q) // of the exponential distribution
			var above, below, both tally
			samples := make([]float64, n)
			for range trials {
				for i := range samples {
					samples[i] = rng.ExpFloat64()
				}
				i := QuantileAt(samples, q, level)
				above.add(i.Hi >= truth)
				below.add(i.Lo <= truth)
				both.add(i.Holds(truth))
			}
			error := 3 * sampling(level, trials)
			if above.share() < level-error || below.share() < level-error || both.share() < 2*level-1-2*error {
				t.Errorf("n = %d, q = %v: not below Hi in %v, not above Lo in %v, between them in %v",
					n, q, above.share(), below.share(), both.share())
			}
		}
	}
}

// TestQuantileAtTies: samples of few values hold it, too: the median of a die is any number from 3 to 4.
func TestQuantileAtTies(t *testing.T) {
	const trials, level = 10_000, 0.95
	rng := rand.New(rand.NewPCG(6, 6))
	var above, below tally
	samples := make([]float64, 12)
	for range trials {
		for i := range samples {
			samples[i] = float64(rng.IntN(6) + 1)
		}
		i := QuantileAt(samples, 0.5, level)
		above.add(i.Hi >= 3)
		below.add(i.Lo <= 4)
	}
	if least := level - 3*sampling(level, trials); above.share() < least || below.share() < least {
		t.Errorf("not below Hi in %v, not above Lo in %v, want at least %v", above.share(), below.share(), level)
	}
}
