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
		t.Samples = append(t.Samples, timeline.Sample{Time: s.at, G: max(0, int64(s.g)),
			Stack: d.stackAt(s.stack)})
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
	parts, n, places := g.inOrder()
	spans := make([]timeline.Span, n)
	for i, next := 0, 0; i < len(parts); i++ {
		for j := range parts[i] {
			c, at := &parts[i][j], next
			if places != nil {
				at = int(places[c.order])
				places[c.order]++
			}
			d.setSpan(spans, at, c)
			next++
		}
	}
	spans = d.join(spans)
	d.extend(g, spans)
	return spans
}

// setSpan says what a goroutine did from the change c on, which belongs at the index i. The stack of
// one that ran is that of the change after it, which the same thread has noted just after it.
func (d *decoder) setSpan(spans []timeline.Span, i int, c *change) {
	s := &spans[i]
	s.From, s.State = c.at, c.state
	if c.by != 0 {
		s.WakeStack = d.stackAt(c.stack)
		if c.by != nobody {
			s.Waker = d.goroutines[c.by-1].ID
		}
		return
	}
	if i > 0 && spans[i-1].State == timeline.Running {
		spans[i-1].Stack = d.stackAt(c.stack)
	}
	switch c.state {
	case timeline.Waiting:
		s.Reason, s.Stack = d.reasons[c.reason], d.stackAt(c.stack)
	case timeline.Syscall:
		s.Stack = d.stackAt(c.stack)
	}
}

// join lets each span last until the next one, and the last one until the end of the trace. It drops
// those in which there was no goroutine.
func (d *decoder) join(spans []timeline.Span) []timeline.Span {
	gaps, last := 0, int64(math.MinInt64)
	for i := range spans {
		s := &spans[i]
		s.From = max(s.From, last+1) // the times of different threads may be equal
		last = s.From
		if i > 0 {
			spans[i-1].To = last
		}
		if s.State == none {
			gaps++
		}
	}
	if n := len(spans); n > 0 {
		spans[n-1].To = max(d.last, last+1)
		if spans[n-1].State == none { // the end of the goroutine, mostly the only one
			spans, gaps = spans[:n-1], gaps-1
		}
	}
	if gaps > 0 {
		spans = slices.DeleteFunc(spans, func(s timeline.Span) bool { return s.State == none })
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
