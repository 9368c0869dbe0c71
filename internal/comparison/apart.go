package comparison

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golang.org/x/perf/benchmath"

	"github.com/cupelgo/cupel/internal/stats"
)

// Arms is what can be said of arms that were not run in turns: each by itself, and how likely it is
// that two such samples are drawn from one distribution. It is what benchstat shows, by its own code.
type Arms struct {
	Baseline, Candidate stats.Interval // of the medians
	P                   float64        // of the Mann–Whitney U test, 0 to 1
	Weak                string         // why P says little; "" if it does not
}

// alone notes what there is of arms that make no pairs.
func (r *Row) alone(o Options) {
	r.Arms = arms(r.Baseline, r.Candidate, o.Level)
	if r.Old > 0 {
		r.Ratio = stats.Interval{Value: r.New / r.Old, Level: o.Level, N: min(len(r.Baseline), len(r.Candidate))}
	}
}

// outOfTurns begins the reason why such arms are not judged.
const outOfTurns = "not run in turns"

// outOfTurns tells whether that is the reason of the row.
func (r *Row) outOfTurns() bool { return strings.HasPrefix(r.Reason, outOfTurns) }

// apart says why arms that were not run in turns are not judged.
func (r *Row) apart(o Options) {
	r.alone(o)
	if r.Class == Wall && o.Unfit != "" {
		r.unjudged(unfit + o.Unfit)
		return
	}
	reason := outOfTurns + ": the machine may have changed between the arms"
	if r.Class <= Bytes {
		reason = fmt.Sprintf("%s, and not known to be the same in every run: %s, then %s", outOfTurns,
			r.span(slices.Min(r.Baseline), slices.Max(r.Baseline)), r.span(slices.Min(r.Candidate), slices.Max(r.Candidate)))
	}
	if o.Turns != "" {
		reason += "; " + o.Turns + " runs both in turns"
	}
	r.unjudged(reason)
}

func arms(baseline, candidate []float64, level float64) *Arms {
	t := benchmath.DefaultThresholds
	b := benchmath.NewSample(slices.Clone(baseline), &t) // it sorts them
	c := benchmath.NewSample(slices.Clone(candidate), &t)
	test := benchmath.AssumeNothing.Compare(b, c)
	out := &Arms{Baseline: middle(b, level), Candidate: middle(c, level), P: test.P}
	for _, w := range test.Warnings {
		out.Weak = w.Error()
	}
	return out
}

// middle is the median with the interval that benchstat shows.
func middle(s *benchmath.Sample, level float64) stats.Interval {
	sum := benchmath.AssumeNothing.Summary(s, level)
	out := stats.Interval{Value: sum.Center, Level: sum.Confidence, N: len(s.Values)}
	if !math.IsInf(sum.Lo, 0) && !math.IsInf(sum.Hi, 0) {
		out.Lo, out.Hi, out.OK = sum.Lo, sum.Hi, true
	}
	return out
}
