package check

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/stats"
)

// asked is a subject that measures nothing, and asks whether pairs of runs settle the claims.
type asked struct {
	ratio   stats.Interval
	settled *bool
}

func (a asked) MostRuns(Request) int { return 0 }

func (a asked) Measure(_ context.Context, r Request) (*Measured, error) {
	*a.settled = r.Settled(claim.Evidence{Record: &evidence.Record{}, Pairs: func(metric string) (comparison.Row, bool) {
		return comparison.Row{Series: comparison.Series{Paired: true}, Ratio: a.ratio}, metric == "/x/time:seconds"
	}})
	return nil, errors.New("nothing was measured")
}

// known is what claims in these tests can be about.
var known = claim.Capability{Name: "x", FindingKeys: map[string][]string{"class": nil}, Metrics: []claim.Metric{
	{Name: "/x/time:seconds", Unit: "seconds"}, {Name: "/x/size:bytes", Unit: "bytes", Exact: true},
}}

// run checks claims about a subject.
func run(t *testing.T, text string, s Subject) *Result {
	t.Helper()
	file, err := claim.Parse("cupel.yaml", []byte(text), []claim.Capability{known})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{File: file, Now: time.Now, Capabilities: []Capability{{known, func([]string, string) (Subject, error) { return s, nil }}}}
	res, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestNotJudged wants a run that gives no evidence to be told once, in the first line too, and not as many unknowns.
func TestNotJudged(t *testing.T) {
	const text = `claims:
  - {name: a, run: x, expect: median(/x/time:seconds) <= 1s}
  - {name: b, run: x, expect: no finding class=cpu}
`
	d := run(t, text, asked{settled: new(bool)}).Document()
	const why = "the run did not work: nothing was measured"
	if want := "nothing was judged: " + why; d.Answer != want {
		t.Errorf("answer %q, want %q", d.Answer, want)
	}
	want := report.Section{Title: "not judged: 2 claims", KeyValues: []report.KeyValue{
		{Key: "why", Value: why}, {Key: "run", Value: "cupel x", Literal: true}, {Key: "at", Value: "cupel.yaml:2, 3"},
	}}
	if diff := cmp.Diff([]report.Section{want}, d.Sections[1:]); diff != "" {
		t.Errorf("after the table (-want +got):\n%s", diff)
	}
}
