package startup

import (
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// fixedLevel is the confidence level where there is one look only, at as many pairs as were asked for.
const fixedLevel = 0.95

// A look is a time at which pairs are judged. A row that is decided then stays so: the plan lets each look err a
// little, and all of them together no more than once in twenty times.
type look struct {
	pairs int
	level float64 // of the intervals
}

// judgeLooks judges the rows at each look. Options.Level is not used.
func judgeLooks(all []comparison.Series, o comparison.Options, looks []look) (rows [][]comparison.Row) {
	for _, l := range looks {
		o.Level = l.level
		rows = append(rows, comparison.Judge(first(all, l.pairs), o))
	}
	return rows
}

// firstDecided returns each row of the first look that decides it, else of the last one.
func firstDecided(looks [][]comparison.Row) (rows []comparison.Row) {
	for _, now := range looks {
		now = slices.Clone(now)
		for i := range now {
			if i < len(rows) && decided(&rows[i]) {
				now[i] = rows[i]
			}
		}
		rows = now
	}
	return rows
}

// Paired is what claims that compare are judged by: the rows of each look.
func Paired(looks [][]comparison.Row, unfit string) claim.Evidence {
	ev := claim.Evidence{Record: &evidence.Record{}, Unfit: unfit}
	for i, rows := range looks {
		at := func(series string) (comparison.Row, bool) { return comparison.Of(rows, series) }
		if i == len(looks)-1 {
			ev.Pairs = at
			break
		}
		ev.Earlier = append(ev.Earlier, at)
	}
	return ev
}

// decided reports whether further pairs would change nothing.
func decided(r *comparison.Row) bool {
	return r.Outcome == comparison.Improved || r.Outcome == comparison.Regressed || r.Outcome == comparison.WithinNoise
}

// first leaves the first n pairs, or as many as there are: a record may come from anywhere.
func first(all []comparison.Series, n int) []comparison.Series {
	all = slices.Clone(all)
	for i := range all {
		if s := &all[i]; s.Paired {
			n := max(0, min(n, len(s.Baseline), len(s.Candidate), len(s.Again)))
			s.Baseline, s.Candidate, s.Again = s.Baseline[:n], s.Candidate[:n], s.Again[:n]
		}
	}
	return all
}
