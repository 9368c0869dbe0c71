package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/perf/benchmath"
)

// benchstat is the p that benchstat prints.
func benchstat(a, b []float64) float64 {
	of := func(samples []float64) *benchmath.Sample {
		return benchmath.NewSample(slices.Clone(samples), &benchmath.DefaultThresholds)
	}
	return benchmath.AssumeNothing.Compare(of(a), of(b)).P
}

// TestMannWhitneyBenchstat: p is that of benchstat, with and without ties, exact and approximated.
func TestMannWhitneyBenchstat(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	kinds := map[string]func(shift float64) float64{
		"no ties":   func(shift float64) float64 { return shift + rng.NormFloat64() },
		"some ties": func(shift float64) float64 { return math.Round(10 * (shift + rng.NormFloat64())) },
		"many ties": func(shift float64) float64 { return math.Round(shift + rng.NormFloat64()) },
	}
	sizes := [][2]int{{1, 1}, {1, 5}, {2, 2}, {3, 3}, {4, 4}, {5, 4}, {6, 6}, {6, 10}, {10, 10}, {13, 7}, {20, 20},
		{25, 25}, {26, 25}, {25, 26}, {40, 30}, {50, 50}, {51, 50}, {60, 60}, {5, 100}}
	for name, draw := range kinds {
		for _, size := range sizes {
			for _, shift := range []float64{0, 0.5, 2} {
				a, b := make([]float64, size[0]), make([]float64, size[1])
				for i := range a {
					a[i] = draw(0)
				}
				for i := range b {
					b[i] = draw(shift)
				}
				// Where ties make the distribution lopsided, benchstat doubles beyond 1.
				if got, want := MannWhitney(a, b), min(1, benchstat(a, b)); math.Abs(got-want) > 1e-9 {
					t.Errorf("%s, %v samples, shift %v: MannWhitney(%v, %v) = %v, want %v", name, size, shift, a, b, got, want)
				}
			}
		}
	}
}

func TestMannWhitney(t *testing.T) {
	tests := []struct {
		a, b []float64
		want float64
	}{
		{nil, nil, 1},
		{[]float64{1}, nil, 1},
		{[]float64{3, 3, 3}, []float64{3, 3}, 1},
		{[]float64{1, 2, 3}, []float64{4, 5, 6}, 2.0 / 20},
		{[]float64{4, 5, 6}, []float64{1, 2, 3}, 2.0 / 20},
		{[]float64{1, 4}, []float64{2, 3}, 1},
		{[]float64{1, 2, 3, 4}, []float64{5, 6, 7, 8}, 2.0 / 70},
		{[]float64{1, 1, 1}, []float64{2, 2, 2}, 2.0 / 20},
		{slices.Repeat([]float64{7}, 60), slices.Repeat([]float64{7}, 60), 1},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%d and %d", len(test.a), len(test.b)), func(t *testing.T) {
			if got := MannWhitney(test.a, test.b); !near(got, test.want) {
				t.Errorf("MannWhitney(%v, %v) = %v, want %v", test.a, test.b, got, test.want)
			}
		})
	}
}

func TestGeoMean(t *testing.T) {
	tests := []struct {
		values []float64
		want   float64
	}{
		{[]float64{5}, 5}, {[]float64{1, 4}, 2}, {[]float64{0.5, 2}, 1}, {[]float64{1e300, 1e300}, 1e300},
		{nil, math.NaN()}, {[]float64{1, 0}, math.NaN()}, {[]float64{-1, -1}, math.NaN()},
	}
	for _, test := range tests {
		if got := GeoMean(test.values); math.Abs(got/test.want-1) > 1e-12 || math.IsNaN(got) != math.IsNaN(test.want) {
			t.Errorf("GeoMean(%v) = %v, want %v", test.values, got, test.want)
		}
	}
}
