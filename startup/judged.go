package startup

import (
	"fmt"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// Judged returns the verdicts of a record on what ought to hold. Those of claims are as they are. What a comparison
// that was made without claims has verdicts on is that its arms differ, which is neither good nor bad: of that it is
// told whether a metric got worse.
func Judged(rec *evidence.Record) []evidence.Verdict {
	if rec.Kind != KindCompare {
		return rec.Verdicts
	}
	c := newComparison(rec, nil, nil)
	same := func(a, b evidence.Verdict) bool { return a.Claim == b.Claim }
	if !slices.EqualFunc(c.verdicts(), rec.Verdicts, same) {
		return rec.Verdicts
	}
	out := make([]evidence.Verdict, len(c.Rows))
	for i := range c.Rows {
		out[i] = notWorse(&c.Rows[i], rec.Verdicts[i])
	}
	return out
}

// notWorse is the verdict on a row that its metric got no worse.
func notWorse(r *comparison.Row, differs evidence.Verdict) evidence.Verdict {
	v := differs
	v.Claim = fmt.Sprintf("%s of %s got no worse", r.Statistic, r.Metric+r.Label)
	v.Reason = r.Outcome
	if r.Reason != "" {
		v.Reason += ": " + r.Reason
	}
	switch {
	case r.Outcome == comparison.Regressed:
		v.Outcome, v.Direction = claim.Fails, claim.Opposite
	case r.Outcome == comparison.Improved:
		v.Outcome, v.Direction = claim.Holds, claim.Same
	case r.Outcome == comparison.WithinNoise, r.Outcome == comparison.NoDifference && r.Exact:
		v.Outcome, v.Direction = claim.Holds, claim.None
	default:
		v.Outcome, v.Direction = claim.Unknown, claim.None
	}
	return v
}
