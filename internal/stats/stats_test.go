package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestQuantile(t *testing.T) {
	tests := []struct {
		name    string
		samples []float64
		q, want float64
	}{
		{"none", nil, 0.5, math.NaN()},
		{"one", []float64{3}, 0.9, 3},
		{"odd", []float64{3, 1, 2}, 0.5, 2},
		{"even", []float64{4, 1, 2, 3}, 0.5, 2.5},
		{"least", []float64{4, 1, 2}, 0, 1},
		{"greatest", []float64{4, 1, 2}, 1, 4},
		{"as R gives it", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 20}, 0.9, 10.1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Quantile(test.samples, test.q)
			same := math.Abs(got-test.want) < 1e-12 || math.IsNaN(got) && math.IsNaN(test.want)
			if !same {
				t.Errorf("Quantile(%v, %v) = %v, want %v", test.samples, test.q, got, test.want)
			}
		})
	}
}

func TestSamplesKeepTheirOrder(t *testing.T) {
	samples := []float64{3, 1, 2, 6, 5, 4}
	Median(samples)
	MedianCI95(samples)
	Summarize(samples)
	if diff := cmp.Diff([]float64{3, 1, 2, 6, 5, 4}, samples); diff != "" {
		t.Errorf("samples were reordered:\n%s", diff)
	}
}

// TestCutoff compares with the table of the sign test at 5 %, two-sided (critical value + 1), as
// printed for instance in Conover, "Practical Nonparametric Statistics".
func TestCutoff(t *testing.T) {
	tests := []struct{ n, want int }{
		{0, 0}, {1, 0}, {5, 0}, {6, 1}, {8, 1}, {9, 2}, {11, 2}, {12, 3}, {15, 4}, {17, 5},
		{20, 6}, {25, 8}, {30, 10}, {50, 18}, {100, 40}, {5000, 2431},
	}
	for _, test := range tests {
		if got := cutoff(test.n, 0.5, 0.05/2); got != test.want {
			t.Errorf("cutoff(%d) = %d, want %d", test.n, got, test.want)
		}
	}
}

func TestMedianCI95Coverage(t *testing.T) {
	distributions := []struct {
		name   string
		median float64
		draw   func(*rand.Rand) float64
	}{
		{"normal", 10, func(r *rand.Rand) float64 { return 10 + r.NormFloat64() }},
		{"exponential", math.Ln2, (*rand.Rand).ExpFloat64},
		{"log-normal", 1, func(r *rand.Rand) float64 { return math.Exp(2 * r.NormFloat64()) }},
		{"two modes", 1, func(r *rand.Rand) float64 { return float64(r.IntN(2))*1.5 + r.Float64()*0.5 + 0.25 }},
	}
	for _, d := range distributions {
		for _, n := range []int{6, 9, 20, 50} {
			if got := coverage(d.draw, d.median, n); got < 0.95-0.005 {
				t.Errorf("%s, n = %d: interval holds the median in %.2f %%, want at least 95 %%", d.name, n, got*100)
			}
		}
	}
}

// coverage draws 20 000 times n samples; its standard error at 95 % is 0.15 %.
func coverage(draw func(*rand.Rand) float64, median float64, n int) float64 {
	const trials = 20_000
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	samples := make([]float64, n)
	held := 0
	for range trials {
		for i := range samples {
			samples[i] = draw(rng)
		}
		lo, hi, ok := MedianCI95(samples)
		if ok && lo <= median && median <= hi {
			held++
		}
	}
	return float64(held) / trials
}

func TestSummarize(t *testing.T) {
	tests := []struct {
		name    string
		samples []float64
		want    evidence.Summary
	}{
		{"none", nil, evidence.Summary{}},
		{"too few for an interval", []float64{5, 4, 3, 2, 1}, evidence.Summary{N: 5, Median: 3, P90: 4.6}},
		{"six", []float64{6, 5, 4, 3, 2, 1}, evidence.Summary{N: 6, Median: 3.5, P90: 5.5, CI95: &[2]float64{1, 6}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Summarize(test.samples)); diff != "" {
				t.Errorf("Summarize(%v) differs (-want +got):\n%s", test.samples, diff)
			}
		})
	}
}

// near compares numbers but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-12*max(1, math.Abs(b)) }
