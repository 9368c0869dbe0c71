package gotrace

import (
	"testing"

	"github.com/cupelgo/cupel/internal/timeline"
)

func TestPeriod(t *testing.T) {
	every := func(g, gap int64, n int) []timeline.Sample {
		var all []timeline.Sample
		for i := range int64(n) {
			all = append(all, timeline.Sample{Time: i * gap, G: g})
		}
		return all
	}
	waits := every(1, 4.1e6, 20)
	for i := 10; i < 20; i++ {
		waits[i].Time += int64(i) * 50e6
	}
	for _, c := range []struct {
		name    string
		samples []timeline.Sample
		want    int64
	}{
		{"none", nil, 4e6},
		{"too few to tell", every(1, 1e6, 5), 4e6},
		{"250 Hz", every(1, 3.99e6, 20), 4e6},
		{"1000 Hz", every(1, 1.02e6, 20), 1e6},
		{"100 Hz", every(1, 10e6, 20), 10e6},
		{"half of the time waiting", waits, 4e6},
		{"two goroutines at once", append(every(1, 4e6, 9), every(2, 4e6, 9)...), 4e6},
		{"all at once", every(1, 0, 20), 1e6},
	} {
		if got := period(c.samples); got != c.want {
			t.Errorf("%s: period = %d ns, want %d", c.name, got, c.want)
		}
	}
}
