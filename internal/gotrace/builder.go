package gotrace

import (
	"math"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/timeline"
)

// builder makes a timeline of the events of a trace.
type builder struct {
	start, end int64
	started    bool
	goroutines map[trace.GoID]*goroutine
	recent     [256]*goroutine   // spares most of the looking up
	stacks     []*timeline.Stack // the first is nil: no stack
	traced     []trace.Stack     // what the stacks stand for
	stackOf    map[trace.Stack]uint32
	reasons    []string // the first is ""
	reasonOf   map[string]uint16
	open       map[trace.Range]timeline.Range
	ranges     []timeline.Range
	samples    []timeline.Sample
	warnings   []string
}

func newBuilder() *builder {
	return &builder{
		goroutines: map[trace.GoID]*goroutine{},
		stacks:     []*timeline.Stack{nil},
		traced:     []trace.Stack{trace.NoStack},
		stackOf:    map[trace.Stack]uint32{trace.NoStack: 0},
		reasons:    []string{""},
		reasonOf:   map[string]uint16{"": 0},
		open:       map[trace.Range]timeline.Range{},
	}
}

// add takes in one event. Its time is not before that of the event added last.
func (b *builder) add(ev *trace.Event) {
	now := int64(ev.Time())
	if !b.started {
		b.start, b.started = now, true
	}
	b.end = now
	switch ev.Kind() {
	case trace.EventStateTransition:
		b.addTransition(ev)
	case trace.EventStackSample:
		b.samples = append(b.samples, timeline.Sample{
			Time: now, G: goID(ev.Goroutine()), Stack: b.stacks[b.stack(ev.Stack())]})
	case trace.EventRangeBegin, trace.EventRangeActive:
		b.beginRange(ev)
	case trace.EventRangeEnd:
		b.endRange(ev)
	}
}

// stack returns the index of the one timeline.Stack that stands for s.
func (b *builder) stack(s trace.Stack) uint32 {
	i, ok := b.stackOf[s]
	if !ok {
		i = uint32(len(b.stacks))
		b.stackOf[s] = i
		b.traced = append(b.traced, s)
		b.stacks = append(b.stacks, timeline.LazyStack(func() []timeline.Frame { return frames(s) }))
	}
	return i
}

// reason returns the index of why a goroutine waits. The runtime knows about twenty reasons.
func (b *builder) reason(why string) uint16 {
	i, ok := b.reasonOf[why]
	if !ok && len(b.reasons) <= math.MaxUint16 {
		i = uint16(len(b.reasons))
		b.reasonOf[why] = i
		b.reasons = append(b.reasons, why)
	}
	return i
}

func frames(s trace.Stack) []timeline.Frame {
	var all []timeline.Frame
	for f := range s.Frames() {
		all = append(all, timeline.Frame{Func: f.Func, File: f.File, Line: int(f.Line), PC: f.PC})
	}
	return all
}

func (b *builder) beginRange(ev *trace.Event) {
	r := ev.Range()
	if _, ok := b.open[r]; ok {
		return // each generation repeats what is active
	}
	b.open[r] = timeline.Range{From: int64(ev.Time()), Name: r.Name, G: rangeOwner(ev, r),
		Stack: b.stacks[b.stack(ev.Stack())]}
}

func (b *builder) endRange(ev *trace.Event) {
	r := ev.Range()
	began, ok := b.open[r]
	if !ok {
		began = timeline.Range{From: b.start, Name: r.Name, G: rangeOwner(ev, r)}
	}
	delete(b.open, r)
	began.To = int64(ev.Time())
	b.ranges = append(b.ranges, began)
}

// rangeOwner returns the goroutine that a range belongs to, 0 for the whole process.
func rangeOwner(ev *trace.Event, r trace.Range) int64 {
	switch r.Scope.Kind {
	case trace.ResourceGoroutine:
		return goID(r.Scope.Goroutine())
	case trace.ResourceNone:
		return 0
	}
	return goID(ev.Goroutine())
}

func goID(g trace.GoID) int64 {
	return max(0, int64(g)) // NoGoroutine is negative
}
