package stats

import (
	"math"
	"testing"
)

func TestSignTest(t *testing.T) {
	for _, test := range []struct {
		k, n int
		want float64
	}{{6, 6, 0.03125}, {5, 5, 0.0625}, {5, 6, 2 * 7.0 / 64}, {3, 6, 1}, {0, 0, 1}} {
		if got := SignTest(test.k, test.n); math.Abs(got-test.want) > 1e-12 {
			t.Errorf("SignTest(%d, %d) = %v, want %v", test.k, test.n, got, test.want)
		}
	}
}
