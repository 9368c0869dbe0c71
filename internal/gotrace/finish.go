package gotrace

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"github.com/cupelgo/cupel/internal/timeline"
)

// timeline returns what was taken in, with what is still going on cut at the last event.
func (d *decoder) timeline() *timeline.Timeline {
	d.made = make([]atomic.Pointer[timeline.Stack], len(d.stacks))
	t := &timeline.Timeline{Start: d.start, End: d.last, Ranges: d.ranges(),
		Goroutines: make(map[int64]*timeline.Goroutine, len(d.goroutines))}
	entries := map[uint32]string{}
	for _, g := range d.goroutines {
		d.finish(g, entries)
		t.Goroutines[g.ID] = &g.Goroutine
	}
	slices.SortStableFunc(d.samples, func(x, y sample) int { return cmp.Compare(x.at, y.at) })
	for _, s := range d.samples {
		t.Samples = append(t.Samples, timeline.Sample{Time: s.at, G: max(0, int64(s.g)), Stack: d.stackAt(s.stack)})
	}
	t.Period = period(t.Samples)
	return t
}

// finish fills in what is known of g when all has been read. Goroutines share few first functions,
// which entries keeps by stack.
func (d *decoder) finish(g *goroutine, entries map[uint32]string) {
	if g.stated {
		g.Created, g.Creator, g.function, g.createdAt = 0, 0, 0, 0
	}
	entry, known := entries[g.function]
	if !known || g.function == 0 {
		entry = d.entry(g)
		entries[g.function] = entry
	}
	g.Entry = entry
	g.CreatedAt = d.stackAt(g.createdAt)
	g.Runtime = ofRuntime(g)
	g.SetLazySpans(func() []timeline.Span { return d.spans(g) })
}

// stackAt returns the one timeline.Stack that stands for a stack. It may be called concurrently.
func (d *decoder) stackAt(i uint32) *timeline.Stack {
	if i == 0 {
		return nil
	}
	made := d.made[i].Load()
	if made == nil {
		d.made[i].CompareAndSwap(nil, timeline.LazyStack(d.stacks[i].frames))
		made = d.made[i].Load()
	}
	return made
}

// spans returns what g did between its changes.
func (d *decoder) spans(g *goroutine) []timeline.Span {
	parts, n := g.inOrder(), 0
	for _, p := range parts {
		n += len(p)
	}
	spans := make([]timeline.Span, 0, n)
	now := &change{at: math.MinInt64}
	for _, p := range parts {
		for i := range p {
			next := &p[i]
			next.at = max(next.at, now.at+1) // reading them in another order may have made them equal
			spans = d.addSpan(spans, now, next)
			now = next
		}
	}
	spans = d.addSpan(spans, now, &change{at: max(d.last, now.at+1)})
	d.extend(g, spans)
	return spans
}

// addSpan adds what a goroutine did from the change c to the next one.
func (d *decoder) addSpan(spans []timeline.Span, c, next *change) []timeline.Span {
	if c.state == none {
		return spans
	}
	spans = spans[:len(spans)+1]
	s := &spans[len(spans)-1]
	s.From, s.To, s.State = c.at, next.at, c.state
	switch {
	case c.by != 0:
		s.WakeStack = d.stackAt(c.stack)
		if c.by != nobody {
			s.Waker = d.goroutines[c.by-1].ID
		}
	case c.state == timeline.Running:
		s.Stack = d.stackAt(next.stack)
	case c.state == timeline.Syscall:
		s.Stack = d.stackAt(c.stack)
	case c.state == timeline.Waiting:
		s.Reason, s.Stack = d.reasons[c.reason], d.stackAt(c.stack)
	}
	return spans
}

// extend lets a goroutine that was waiting or in a system call when it was first heard of have
// been so since the start: its state is reported just before its first change. One that ran is
// left as it is, for the start of the tracer had stopped it.
func (d *decoder) extend(g *goroutine, spans []timeline.Span) {
	if g.Created != 0 || len(spans) == 0 {
		return
	}
	if s := &spans[0]; s.State == timeline.Waiting || s.State == timeline.Syscall {
		s.From = d.start
	}
}
