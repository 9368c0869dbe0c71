package history

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
)

// A Failure is a start of a group that did not get ready. It has no figures, and is in no baseline.
type Failure struct {
	Record  string    `json:"id"`
	Created time.Time `json:"created"`
	Built   string    `json:"build"`
	Why     string    `json:"reason"` // e.g. "exits with code 1 before it is ready"
}

// FailureOf returns the entry of a record of a start that did not get ready, for the history of a metric. why follows
// the name of the program. ok is false of an arm of a comparison, as in EntryOf.
func FailureOf(rec *evidence.Record, metric, why string) (e Entry, ok bool) {
	_, unit, _ := strings.Cut(metric, ":")
	e = entry(rec, metric)
	e.Metric, e.Failed = evidence.Metric{Name: metric, Unit: unit}, why
	return e, rec.Plan.Order != interleaved
}

// skipped is a failure of a program that never got ready in the store, so that it is in no group.
func (e *Entry) skipped() Skipped {
	return Skipped{Record: e.Record, Program: e.Program.Name, Why: report.Program(e.Program.Name) + " " + e.Failed}
}

func (e *Entry) failure() Failure {
	return Failure{Record: e.Record, Created: e.Created, Built: e.Built, Why: e.Failed}
}

// failed is the last start of the group if that did not get ready, nil if it did.
func (g *Group) failed() *Failure { return g.failedSince(g.last()) }

// failedSince is the last failure after a point, nil if there is none.
func (g *Group) failedSince(p *Point) *Failure {
	k := len(g.Failures) - 1
	if k < 0 || !g.Failures[k].Created.After(p.Created) {
		return nil
	}
	return &g.Failures[k]
}

// failedBefore says whether the start before the last one did not get ready.
func (g *Group) failedBefore() bool {
	if g.failed() != nil {
		k := len(g.Failures) - 2
		return k >= 0 && g.Failures[k].Created.After(g.last().Created)
	}
	if len(g.Points) == 1 {
		return len(g.Failures) > 0
	}
	return g.failedSince(&g.Points[len(g.Points)-2]) != nil
}

// latest is when the group was started last, ready or not.
func (g *Group) latest() time.Time {
	if f := g.failed(); f != nil {
		return f.Created
	}
	return g.last().Created
}

// between are the failures from one time to before another, the oldest first. The zero time sets no end.
func (g *Group) between(from, to time.Time) []Failure {
	return slices.DeleteFunc(slices.Clone(g.Failures), func(f Failure) bool {
		return f.Created.Before(from) || !to.IsZero() && !f.Created.Before(to)
	})
}

// said is what the first line has of a failure.
func (f *Failure) said() string {
	return fmt.Sprintf("its last start (%s) did not get ready: %s", f.Record, f.Why)
}
