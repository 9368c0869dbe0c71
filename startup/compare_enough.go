package startup

import (
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// enough reports whether no further turn is needed or affordable. Each look may err, and the plan spends on it.
func (c *contest) enough(late bool) bool {
	due, last := c.looks.Due(len(c.runs[armBaseline]), late)
	return last || due && c.settled()
}

// settled reports whether the runs so far tell what is asked for.
func (c *contest) settled() bool {
	if len(c.runs[armBaseline]) < c.Candidate.Least {
		return false
	}
	o := comparison.Options{Effect: c.Effect, Unfit: c.gate.Fitness().Unfit}
	looks := comparison.JudgeLooks(seriesOf(c.metrics()), o, c.looks.Taken)
	if c.Settled != nil {
		return c.Settled(claim.Paired(looks, o.Unfit))
	}
	rows := comparison.FirstDecided(looks)
	for _, name := range []string{MetricReady, MetricCPU, MetricRSS} {
		if r, ok := comparison.Of(rows, name); ok && r.Outcome != comparison.NotJudged && !r.Decided() {
			return false
		}
	}
	return true
}
