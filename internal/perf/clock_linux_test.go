package perf

import "testing"

func TestParseShift(t *testing.T) {
	for text, want := range map[string]int64{
		"":                                     0,
		"monotonic           0         0\n":    0,
		"monotonic 1000 5\nboottime 7 0\n":     1000_000_000_005,
		"boottime 7 0\nmonotonic        -3 0":  -3_000_000_000,
		"monotonic x 0\nmonotonic 1\nboottime": 0,
	} {
		if got := parseShift([]byte(text)); got != want {
			t.Errorf("parseShift(%q) = %d, want %d", text, got, want)
		}
	}
}
