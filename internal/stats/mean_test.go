package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMean(t *testing.T) {
	same := make([]float64, LeastForMean)
	for i := range same {
		same[i] = 0.1
	}
	tests := []struct {
		name    string
		samples []float64
		value   float64
		ok      bool
	}{
		{"none", nil, math.NaN(), false},
		{"too few for an interval", []float64{1, 2, 6}, 3, false},
		{"all the same", same, 0.1, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Mean(test.samples, 0.95)
			same := near(got.Value, test.value) || math.IsNaN(got.Value) && math.IsNaN(test.value)
			if !same || got.OK != test.ok || got.N != len(test.samples) {
				t.Errorf("Mean(%v) = %+v, want %v, %v", test.samples, got, test.value, test.ok)
			}
			if got.OK && (got.Lo != test.value || got.Hi != test.value) {
				t.Errorf("Mean(%v) = %+v, want no width", test.samples, got)
			}
		})
	}
}

// TestMeanCoverage: heavy tails are undercovered by all intervals of few samples; by how much is held here.
func TestMeanCoverage(t *testing.T) {
	const trials = 400
	distributions := []struct {
		name        string
		mean, least float64
		draw        func(*rand.Rand) float64
	}{
		{"normal", 10, 0.93, func(r *rand.Rand) float64 { return 10 + r.NormFloat64() }},
		{"exponential", 1, 0.92, (*rand.Rand).ExpFloat64},
		{"a start: a least time and a tail", 1 + math.Exp(0.125), 0.92,
			func(r *rand.Rand) float64 { return 1 + math.Exp(0.5*r.NormFloat64()) }},
		{"log-normal, far skewed", math.Exp(0.5), 0.88, func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) }},
		{"two modes", 1, 0.93, func(r *rand.Rand) float64 { return float64(r.IntN(2))*1.5 + r.Float64()*0.5 }},
	}
	for _, d := range distributions {
		rng := rand.New(rand.NewPCG(1, LeastForMean))
		samples := make([]float64, LeastForMean)
		held := 0
		for range trials {
			for i := range samples {
				samples[i] = d.draw(rng)
			}
			if got := Mean(samples, 0.95); got.OK && got.Lo <= d.mean && d.mean <= got.Hi {
				held++
			}
		}
		if got := float64(held) / trials; got < d.least {
			t.Errorf("%s: the interval holds the mean in %.1f %%, want at least %.0f %%", d.name, 100*got, 100*d.least)
		}
	}
}
