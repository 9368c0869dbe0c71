package perf

import "testing"

func TestAffordable(t *testing.T) {
	if err := Available(); err != nil {
		t.Skip(err)
	}
	hz, err := Affordable(10_000, 0.10)
	if err != nil || hz < 1 || hz > 10_000 {
		t.Fatalf("Affordable = %d, %v; want 1 to 10,000", hz, err)
	}
	t.Logf("%d samples per second of CPU time cost a tenth of it", hz)
}

func TestAffordableRate(t *testing.T) {
	for _, c := range []struct {
		name           string
		share          float64
		plain, sampled float64
		want           int
	}{
		{"costs nothing", 0.1, 100, 100, 10_000},
		{"less than before: noise", 0.1, 100, 90, 10_000},
		{"just as much as it may", 0.1, 100, 110, 10_000},
		{"twice as much", 0.1, 100, 120, 5_000},
		{"beyond measure", 0.1, 1, 1e9, 1},
	} {
		if got := affordable(10_000, c.share, c.plain, c.sampled); got < c.want-1 || got > c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
