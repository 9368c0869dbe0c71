package startup

import (
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// spending is where the plan lets one look.
var spending = stats.DefaultSpending()

// most is the most pairs.
func (o *CompareOptions) most() int {
	if o.Pairs > 0 {
		return o.Pairs
	}
	return spending.Most
}

// enough reports whether no further turn is needed or affordable. Each look may err, and the plan spends on it.
func (c *contest) enough(late bool) bool {
	n := len(c.runs[armBaseline])
	last := late || n >= c.most()
	if n == 0 || !last && (c.Pairs > 0 || n != spending.Next(c.before())) {
		return last
	}
	level := fixedLevel
	if c.Pairs == 0 {
		level = spending.Level(n, c.before(), last)
	}
	c.looks = append(c.looks, look{n, level})
	return last || c.settled()
}

// before is the number of pairs at the last look.
func (c *contest) before() int {
	if len(c.looks) == 0 {
		return 0
	}
	return c.looks[len(c.looks)-1].pairs
}

// settled reports whether the runs so far tell what is asked for.
func (c *contest) settled() bool {
	if len(c.runs[armBaseline]) < c.Candidate.Least {
		return false
	}
	o := comparison.Options{Effect: c.Effect, Unfit: c.gate.Fitness().Unfit}
	looks := judgeLooks(seriesOf(c.metrics()), o, c.looks)
	if c.Settled != nil {
		return c.Settled(Paired(looks, o.Unfit))
	}
	rows := firstDecided(looks)
	for _, name := range []string{MetricReady, MetricCPU, MetricRSS} {
		if r, ok := comparison.Of(rows, name); ok && r.Outcome != comparison.NotJudged && !decided(&r) {
			return false
		}
	}
	return true
}
