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
	g.SetLazyHistory(func() *timeline.History { return d.history(g) })
}

// stackAt is StackOf, nil for no stack.
func (d *decoder) stackAt(i uint32) *timeline.Stack {
	if i == 0 {
		return nil
	}
	return d.StackOf(i)
}

// StackOf returns the one timeline.Stack that stands for a stack. It may be called concurrently.
func (d *decoder) StackOf(number uint32) *timeline.Stack {
	made := d.made[number].Load()
	if made == nil {
		made = &timeline.Stack{}
		if made.SetLazy(d, number); !d.made[number].CompareAndSwap(nil, made) {
			made = d.made[number].Load()
		}
	}
	return made
}

// Frames returns the frames of a stack. It may be called concurrently.
func (d *decoder) Frames(number uint32) []*timeline.StackFrame { return d.stacks[number].frames() }

// ReasonOf returns a reason.
func (d *decoder) ReasonOf(number uint8) string { return d.reasons[number] }

// GoroutineOf returns the id of a goroutine.
func (d *decoder) GoroutineOf(number uint32) int64 { return d.goroutines[number-1].ID }

// history returns what g did.
func (d *decoder) history(g *goroutine) *timeline.History {
	h := &timeline.History{Changes: g.ordered(), Source: d}
	g.changes = changes{} // not needed twice
	d.settle(h)
	if g.Created == 0 && h.Len() > 0 {
		d.extend(&h.Changes[0])
	}
	return h
}

// settle gives each change a time of its own and the stack that belongs to it, and ends the last one at the end of the
// trace or with the goroutine. The stack of one that ran is that of the change after it, which the same thread has noted
// just after it.
func (d *decoder) settle(h *timeline.History) {
	last := int64(math.MinInt64)
	for i := range h.Changes {
		c := &h.Changes[i]
		c.At = max(c.At, last+1) // the times of different threads may be equal
		last = c.At
		if c.By != 0 && c.State == timeline.Runnable { // the stack is the waker's
			continue
		}
		if i > 0 && h.State(i-1) == timeline.Running {
			h.Changes[i-1].Stack = c.Stack
		}
		if c.State != timeline.Waiting && c.State != timeline.Syscall {
			c.Stack = 0
		}
	}
	h.End = max(d.last, last+1)
	if n := h.Len(); n > 0 && h.State(n-1) == none {
		h.Changes, h.End = h.Changes[:n-1], last
	}
}

// extend lets a goroutine that was waiting or in a system call when it was first heard of have
// been so since the start: its state is reported just before its first change. One that ran is
// left as it is, for the start of the tracer had stopped it.
func (d *decoder) extend(first *change) {
	if first.State == timeline.Waiting || first.State == timeline.Syscall {
		first.At = d.start
	}
}
