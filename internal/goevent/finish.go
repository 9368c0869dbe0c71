package goevent

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cupelgo/cupel/internal/timeline"
)

// timeline returns what was taken in, with what still went on cut at the last event.
func (d *decoder) timeline() *timeline.Timeline {
	for _, b := range d.births {
		d.attribute(b)
	}
	end := d.last + 1
	for _, e := range d.stopped {
		d.add(e, end)
	}
	slices.SortStableFunc(d.ranges, func(x, y timeline.Range) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Name, y.Name))
	})
	t := &timeline.Timeline{Start: d.start, End: end, Ranges: d.ranges,
		Goroutines: make(map[int64]*timeline.Goroutine, len(d.goroutines))}
	if d.blind != 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("%s after goroutines began to run there had been too many events: "+
			"what goroutines did from there on is not known", time.Duration(d.blind-d.start).Round(10*time.Microsecond)))
	}
	for id, g := range d.goroutines {
		g.close(cmp.Or(g.ended, d.blind, end))
		g.Runtime = ofRuntime(&g.Goroutine)
		t.Goroutines[id] = &g.Goroutine
	}
	delete(d.held, 0)
	for g, all := range d.held {
		d.held[g] = timeline.Merged(all)
	}
	t.Held = d.held
	for _, ran := range d.threads {
		ran.leave(end)
	}
	return t
}

// close lets each span last until the next one, and the last one until the end of what is known of g.
func (g *goroutine) close(end int64) {
	for i := range g.spans {
		g.spans[i].To = end
		if i+1 < len(g.spans) {
			g.spans[i].To = g.spans[i+1].From
		}
	}
	if s := g.now(); s != nil {
		s.To = max(s.To, s.From+1)
	}
	if g.ID == mainGoroutine {
		g.Entry = "runtime.main"
	}
	g.SetSpans(slices.DeleteFunc(g.spans, func(s timeline.Span) bool { return s.State == 0 })...)
	g.spans = nil
}

// key tells what an event begins or ends.
func (e *seen) key() string {
	if e.kind == Marking || e.kind == Marked {
		return "GC concurrent mark phase"
	}
	return "stop-the-world"
}

// resumed ends a range.
func (d *decoder) resumed(e *seen) {
	if began := d.stopped[e.key()]; began != nil {
		delete(d.stopped, e.key())
		d.add(began, e.at)
	}
}

// add notes a range.
func (d *decoder) add(began *seen, to int64) {
	r := timeline.Range{From: began.at, To: to, Name: began.key(), Stack: began.stack}
	if began.kind == Stopped {
		r.Name, r.G = "stop-the-world ("+began.text+")", began.g
	}
	if to > r.From {
		d.ranges = append(d.ranges, r)
	}
}
