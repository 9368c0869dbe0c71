package unit

import (
	"math"
	"testing"
)

func TestFormat(t *testing.T) {
	tests := []struct {
		v    float64
		unit string
		want string
	}{
		{0.000812, "seconds", "812 µs"},
		{1.2345, "seconds", "1.23 s"},
		{0, "seconds", "0 s"},
		{0.0003e-6, "seconds", "0.300 ns"},
		{64e-9, "seconds", "64.0 ns"},
		{0.0009997, "seconds", "1.00 ms"},
		{0.0009994, "seconds", "999 µs"},
		{0.01, "seconds", "10.0 ms"},
		{0.1, "seconds", "100 ms"},
		{1, "seconds", "1.00 s"},
		{9.996, "seconds", "10.0 s"},
		{4321, "seconds", "4321 s"},
		{-0.0421, "seconds", "-42.1 ms"},
		{math.NaN(), "seconds", "NaN ns"},
		{math.Inf(1), "seconds", "+Inf s"},
		{0, "bytes", "0 B"},
		{17, "bytes", "17 B"},
		{1023, "bytes", "1023 B"},
		{1024, "bytes", "1.00 KiB"},
		{1.5 * (1 << 20), "bytes", "1.50 MiB"},
		{3 << 40, "bytes", "3072 GiB"},
		{812, "count", "812"},
		{0.25, "count", "0.250"},
		{12345, "faults", "12.3k"},
		{2e6, "count", "2.00M"},
		{0.66, "ratio", "66 %"},
	}
	for _, test := range tests {
		if got := Format(test.v, test.unit); got != test.want {
			t.Errorf("Format(%v, %q) = %q, want %q", test.v, test.unit, got, test.want)
		}
	}
}

func TestPercent(t *testing.T) {
	tests := []struct {
		v    float64
		want string
	}{
		{0, "0 %"}, {0.0001, "<0.1 %"}, {0.003, "0.3 %"}, {0.0949, "9.5 %"}, {0.0996, "10 %"},
		{0.576, "58 %"}, {1, "100 %"}, {12.3, "1230 %"}, {-0.043, "-4.3 %"},
	}
	for _, test := range tests {
		if got := Percent(test.v); got != test.want {
			t.Errorf("Percent(%v) = %q, want %q", test.v, got, test.want)
		}
	}
}

func TestScale(t *testing.T) {
	tests := []struct {
		name   string
		unit   string
		column []float64
		want   []string
	}{
		{"phases", "seconds", []float64{0.0021, 0.548, 0.278, 0}, []string{"2.1 ms", "548 ms", "278 ms", "0 ms"}},
		{"far apart", "seconds", []float64{0.548, 0.00004}, []string{"548 ms", "<0.1 ms"}},
		{"rounds up", "seconds", []float64{0.9999, 0.5}, []string{"1.00 s", "0.50 s"}},
		{"tens", "seconds", []float64{0.0123, 0.001}, []string{"12.3 ms", "1.0 ms"}},
		{"bytes", "bytes", []float64{3 << 20, 1 << 10}, []string{"3.00 MiB", "<0.01 MiB"}},
		{"small counts", "count", []float64{3, 812}, []string{"3", "812"}},
		{"shares", "ratio", []float64{0.003, 0.66}, []string{"0.3 %", "66 %"}},
		{"nothing", "seconds", []float64{0}, []string{"0 s"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			scale := NewScale(test.unit, test.column...)
			for i, v := range test.column {
				if got := scale.Format(v); got != test.want[i] {
					t.Errorf("Format(%v) = %q, want %q", v, got, test.want[i])
				}
			}
		})
	}
}

func TestRange(t *testing.T) {
	tests := []struct {
		unit   string
		lo, hi float64
		want   string
	}{
		{"seconds", 0.805, 0.8204, "805–820 ms"},
		{"seconds", 0.998, 1.042, "1.00–1.04 s"},
		{"ratio", 0.1, 0.2, "10 %–20 %"},
	}
	for _, test := range tests {
		if got := NewScale(test.unit, test.lo, test.hi).Range(test.lo, test.hi); got != test.want {
			t.Errorf("Range(%v, %v) of %s = %q, want %q", test.lo, test.hi, test.unit, got, test.want)
		}
	}
}
