package claim

import (
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
)

// Evidence is what an expectation is judged by.
type Evidence struct {
	Record   *evidence.Record
	Baseline *evidence.Record // of against; nil without

	// Pairs returns what runs made in turns tell of a metric; with labels it is called name{key=value,…}, as
	// Expectation.String writes it. Nil: no runs were made in turns.
	Pairs func(metric string) (comparison.Row, bool)

	// Earlier is Pairs at earlier looks, when fewer runs had been made, in their order. The first look that decides a
	// claim counts: the intervals are made for that.
	Earlier []func(metric string) (comparison.Row, bool)

	// CouldSee returns "" if a probe that could see such a finding ran for Record, else why not. Where it is nil
	// nobody knows, and no finding can be said to be absent.
	CouldSee func(Filter) string
	// BaselineCouldSee is CouldSee for Baseline: what could not be seen there may not be new.
	BaselineCouldSee func(Filter) string

	Unfit string // why the machine is not fit to judge wall time; "" if it is
}

// The outcomes of a verdict.
const (
	Holds   = "holds"
	Fails   = "fails"
	Unknown = "unknown"
)

// The directions of a verdict on a ratio: whether there is an effect, whatever its size, in the direction that
// the comparison's operator points to. Where the interval holds 1, and of all other claims, it is none.
const (
	Same     = "same"
	Opposite = "opposite"
	None     = "none"
)

// Paired is what claims that compare are judged by: the rows of each look.
func Paired(looks [][]comparison.Row, unfit string) Evidence {
	ev := Evidence{Record: &evidence.Record{}, Unfit: unfit}
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
