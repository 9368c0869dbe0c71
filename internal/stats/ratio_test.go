package stats

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// about compares numbers but for rounding; NaN equals NaN.
var about = cmp.Options{cmpopts.EquateApprox(1e-12, 0), cmpopts.EquateNaNs()}

func TestRatio(t *testing.T) {
	ones := []float64{1, 1, 1, 1, 1, 1, 1, 1, 1}
	inf := math.Inf(1)
	tests := []struct {
		name                string
		baseline, candidate []float64
		level               float64
		want                Interval
	}{
		{"no pair", nil, nil, 0.95, Interval{Value: math.NaN(), Level: 0.95}},
		{"one pair", []float64{2}, []float64{1}, 0.95, Interval{0.5, 0, 0, 0.95, 1, false}},
		{"six pairs, twice as long each", []float64{1, 2, 3, 4, 5, 6}, []float64{2, 4, 6, 8, 10, 12}, 0.95,
			Interval{2, 2, 2, 0.95, 6, true}},
		{"six are too few for 99 %", ones[:6], []float64{2, 2, 2, 2, 2, 2}, 0.99, Interval{2, 0, 0, 0.99, 6, false}},
		{"equal", ones, ones, 0.95, Interval{1, 1, 1, 0.95, 9, true}},
		{"equal at zero", make([]float64, 6), make([]float64, 6), 0.95, Interval{1, 1, 1, 0.95, 6, true}},
		{"zero on both sides of a pair", []float64{0, 1, 1, 1, 1, 1}, []float64{0, 2, 2, 2, 2, 2}, 0.95,
			Interval{2, 1, 2, 0.95, 6, true}},
		{"zero beside something", []float64{0, 1, 1, 1, 1, 1}, ones[:6], 0.95, Interval{Value: math.NaN(), Level: 0.95, N: 6}},
		{"something beside zero", ones[:6], []float64{0, 1, 1, 1, 1, 1}, 0.95, Interval{Value: math.NaN(), Level: 0.95, N: 6}},
		{"not finite", ones[:6], []float64{inf, 1, 1, 1, 1, 1}, 0.95, Interval{Value: math.NaN(), Level: 0.95, N: 6}},
		{"negative", ones[:6], []float64{-1, 1, 1, 1, 1, 1}, 0.95, Interval{Value: math.NaN(), Level: 0.95, N: 6}},
		// The 5 least of 45 means are left out on either side: the logarithms base 2 are 0 to 8, the means ½ apart.
		{"nine pairs", ones, []float64{1, 2, 4, 8, 16, 32, 64, 128, 256}, 0.95,
			Interval{16, math.Exp2(1.5), math.Exp2(6.5), 0.95, 9, true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			baseline := slices.Clone(test.baseline)
			got := Ratio(test.baseline, test.candidate, test.level)
			if diff := cmp.Diff(test.want, got, about); diff != "" {
				t.Errorf("Ratio(%v, %v) differs (-want +got):\n%s", test.baseline, test.candidate, diff)
			}
			if !slices.Equal(baseline, test.baseline) {
				t.Errorf("the samples were reordered: %v", test.baseline)
			}
		})
	}
}

func TestDifference(t *testing.T) {
	zeros := make([]float64, 9)
	tests := []struct {
		name                string
		baseline, candidate []float64
		want                Interval
	}{
		{"no pair", nil, nil, Interval{Value: math.NaN(), Level: 0.95}},
		{"one pair", []float64{2}, []float64{1}, Interval{-1, 0, 0, 0.95, 1, false}},
		{"six pairs, one more each", []float64{1, 2, 3, 4, 5, 6}, []float64{2, 3, 4, 5, 6, 7}, Interval{1, 1, 1, 0.95, 6, true}},
		{"equal", zeros, zeros, Interval{0, 0, 0, 0.95, 9, true}},
		{"nine pairs", zeros, []float64{-4, -3, -2, -1, 0, 1, 2, 3, 4}, Interval{0, -2.5, 2.5, 0.95, 9, true}},
		{"below zero", zeros, []float64{-9, -8, -7, -6, -5, -4, -3, -2, -1}, Interval{-5, -7.5, -2.5, 0.95, 9, true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Difference(test.baseline, test.candidate, 0.95), about); diff != "" {
				t.Errorf("Difference(%v, %v) differs (-want +got):\n%s", test.baseline, test.candidate, diff)
			}
		})
	}
}

// TestExchanged: with the arms exchanged the ratio is the inverse, the difference the negative.
func TestExchanged(t *testing.T) {
	for _, n := range []int{1, 6, 7, 20, 61, 150} {
		baseline, candidate := make([]float64, n), make([]float64, n)
		models[0].pairs(uint64(n))(baseline, candidate)
		there, back := Ratio(baseline, candidate, 0.95), Ratio(candidate, baseline, 0.95)
		if want := (Interval{1 / back.Value, 1 / back.Hi, 1 / back.Lo, 0.95, n, n >= 6}); n >= 6 && !cmp.Equal(want, there, about) {
			t.Errorf("%d pairs: ratio %v, inverted %v", n, there, want)
		}
		there, back = Difference(baseline, candidate, 0.95), Difference(candidate, baseline, 0.95)
		if there.Value != -back.Value || there.Lo != -back.Hi || there.Hi != -back.Lo {
			t.Errorf("%d pairs: difference %v, exchanged %v", n, there, back)
		}
	}
}

// TestDifferenceCoverage: ties only make the interval hold more often.
func TestDifferenceCoverage(t *testing.T) {
	const trials, n = 5000, 12
	rng := rand.New(rand.NewPCG(3, n))
	draws := map[string]func() float64{
		"normal":   rng.NormFloat64,
		"few ties": func() float64 { return math.Round(4 * rng.NormFloat64()) },
		"dice":     func() float64 { return float64(rng.IntN(3) - 1) },
	}
	for name, draw := range draws {
		var held tally
		baseline, candidate := make([]float64, n), make([]float64, n)
		for range trials {
			for i := range n {
				baseline[i], candidate[i] = 3, 3+2+draw()
			}
			held.add(Difference(baseline, candidate, 0.95).Holds(2))
		}
		if got := held.share(); got < 0.95-3*sampling(0.95, trials) {
			t.Errorf("%s: the interval holds the difference in %.3f, want at least 0.95", name, got)
		}
	}
}

func TestIntervalJSON(t *testing.T) {
	tests := []struct {
		interval Interval
		want     string
	}{
		{Interval{1, 0.5, 2, 0.95, 6, true}, `{"value":1,"lo":0.5,"hi":2,"level":0.95,"n":6,"ok":true}`},
		{Interval{3, 2, math.Inf(1), 0.9, 10, true}, `{"value":3,"lo":2,"hi":null,"level":0.9,"n":10,"ok":true}`},
		{Interval{math.NaN(), math.Inf(-1), math.Inf(1), 0.9, 0, false}, `{"value":null,"lo":null,"hi":null,"level":0.9,"n":0,"ok":false}`},
	}
	for _, test := range tests {
		got, err := json.Marshal(test.interval)
		if err != nil || string(got) != test.want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", test.interval, got, err, test.want)
		}
		var back Interval
		if err := json.Unmarshal(got, &back); err != nil || !cmp.Equal(test.interval, back, about) {
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", got, back, err, test.interval)
		}
	}
	if err := json.Unmarshal([]byte(`{"n":"six"}`), new(Interval)); err == nil {
		t.Error("Unmarshal took a word for a number")
	}
}
