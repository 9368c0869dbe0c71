package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// spending is where the plan lets one look.
var spending = stats.DefaultSpending()

// most is the most pairs.
func (c *contest) most() int {
	if c.Pairs > 0 {
		return c.Pairs
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

// fixedLevel is the confidence level where there is one look only, at as many pairs as were asked for.
const fixedLevel = 0.95

// A look is a time at which pairs are judged. A row that is decided then stays so: the plan lets each look err a
// little, and all of them together no more than once in twenty times.
type look struct {
	pairs int
	level float64 // of the intervals
}

// judgeLooks judges each row at the first look that decides it, else at the last one. Options.Level is not used.
func judgeLooks(all []comparison.Series, o comparison.Options, looks []look) []comparison.Row {
	var rows []comparison.Row
	for _, l := range looks {
		o.Level = l.level
		now := comparison.Judge(first(all, l.pairs), o)
		for i := range now {
			if i < len(rows) && decided(&rows[i]) {
				now[i] = rows[i]
			}
		}
		rows = now
	}
	return rows
}

// decided reports whether further pairs would change nothing.
func decided(r *comparison.Row) bool {
	return r.Outcome == comparison.Improved || r.Outcome == comparison.Regressed || r.Outcome == comparison.WithinNoise
}

// first leaves the first n pairs.
func first(all []comparison.Series, n int) []comparison.Series {
	all = slices.Clone(all)
	for i := range all {
		if s := &all[i]; s.Paired {
			s.Baseline, s.Candidate, s.Again = s.Baseline[:n], s.Candidate[:n], s.Again[:n]
		}
	}
	return all
}

// settled reports whether the runs so far tell what is asked for.
func (c *contest) settled() bool {
	o := comparison.Options{Effect: c.Effect, Unfit: c.gate.Fitness().Unfit}
	rows := judgeLooks(seriesOf(c.metrics()), o, c.looks)
	if c.Settled != nil {
		return c.Settled(rows, o.Unfit)
	}
	for _, name := range []string{MetricReady, MetricCPU, MetricRSS} {
		if r, ok := comparison.Of(rows, name); ok && r.Outcome != comparison.NotJudged && !decided(&r) {
			return false
		}
	}
	return true
}
