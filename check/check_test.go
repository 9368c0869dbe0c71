package check

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// asked is a subject that measures nothing, and asks whether pairs of runs settle the claims.
type asked struct {
	ratio   stats.Interval
	settled *bool
}

func (a asked) MostRuns(Request) int { return 0 }

func (a asked) Measure(_ context.Context, r Request) (*Measured, error) {
	*a.settled = r.Settled(func(metric string) (comparison.Row, bool) {
		return comparison.Row{Series: comparison.Series{Paired: true}, Ratio: a.ratio}, metric == "/x/time:seconds"
	}, "")
	return nil, errors.New("nothing was measured")
}

// TestSettled holds that pairs of runs end as soon as they decide the claims that compare, and no sooner.
func TestSettled(t *testing.T) {
	known := claim.Capability{Name: "x", FindingKeys: map[string][]string{"class": nil}, Metrics: []claim.Metric{
		{Name: "/x/time:seconds", Unit: "seconds"}, {Name: "/x/size:bytes", Unit: "bytes", Exact: true},
	}}
	for _, c := range []struct {
		name, expect string
		lo, hi       float64
		want         bool
	}{
		{"holds", "ratio(/x/time:seconds) <= 1.05", 0.98, 1.02, true},
		{"fails", "ratio(/x/time:seconds) <= 1.05", 1.10, 1.20, true},
		{"unknown", "ratio(/x/time:seconds) <= 1.05", 1.00, 1.20, false},
		{"exact", "ratio(/x/size:bytes) <= 1.05", 1.00, 1.20, true},
		{"finding", "no new finding class=cpu", 1.00, 1.20, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "claims:\n  - name: a\n    run: x\n    against: git:main\n    expect: " + c.expect + "\n"
			file, err := claim.Parse("cupel.yaml", []byte(text), []claim.Capability{known})
			if err != nil {
				t.Fatal(err)
			}
			got := !c.want
			a := asked{stats.Interval{Value: (c.lo + c.hi) / 2, Lo: c.lo, Hi: c.hi, N: 20, OK: true}, &got}
			o := Options{File: file, Now: time.Now, Capabilities: []Capability{{known, func([]string, string) (Subject, error) { return a, nil }}}}
			if _, err := Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("settled by a ratio of %g to %g: %t, want %t", c.lo, c.hi, got, c.want)
			}
		})
	}
}
