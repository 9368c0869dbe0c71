package gotrace

import (
	"bytes"
	"cmp"
	"io"
	"slices"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/timeline"
)

// reference makes a timeline from the events that the Go team's reader gives.
type reference struct {
	start, end int64
	started    bool
	goroutines map[trace.GoID]*referenceGoroutine
	stacks     map[trace.Stack]*timeline.Stack
	open       map[trace.Range]timeline.Range
	ranges     []timeline.Range
	samples    []timeline.Sample
}

// referenceGoroutine is a goroutine in the making.
type referenceGoroutine struct {
	timeline.Goroutine
	system  bool
	changes []referenceChange
}

type referenceChange struct {
	at     int64
	by     int64 // the waker
	stack  trace.Stack
	reason string
	state  timeline.State
}

// readReference reads a trace with x/exp/trace.
func readReference(data []byte) (t *timeline.Timeline, err error) {
	b := &reference{
		goroutines: map[trace.GoID]*referenceGoroutine{},
		stacks:     map[trace.Stack]*timeline.Stack{},
		open:       map[trace.Range]timeline.Range{},
	}
	r, err := trace.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	for {
		ev, err := r.ReadEvent()
		if err == io.EOF {
			return b.timeline(), nil
		}
		if err != nil {
			return b.timeline(), err
		}
		b.add(&ev)
	}
}

// referenceThreads returns what each thread ran, as far as it ended before the trace did or is damaged.
func referenceThreads(data []byte) map[int64][]timeline.Stretch {
	all, since := map[int64][]timeline.Stretch{}, map[trace.GoID]timeline.Stretch{}
	r, err := trace.NewReader(bytes.NewReader(data))
	for err == nil {
		var ev trace.Event
		ev, err = r.ReadEvent()
		if err != nil || ev.Kind() != trace.EventStateTransition {
			continue
		}
		tr := ev.StateTransition()
		if tr.Resource.Kind != trace.ResourceGoroutine {
			continue
		}
		from, to := tr.Goroutine()
		thread, g := int64(ev.Thread()), tr.Resource.Goroutine()
		switch {
		case !from.Executing() && to.Executing():
			since[g] = timeline.Stretch{From: int64(ev.Time()), G: int64(g)}
		case from.Executing() && !to.Executing():
			s := since[g]
			s.To = int64(ev.Time())
			all[thread] = append(all[thread], s)
		}
	}
	return all
}

// add takes in one event. Its time is not before that of the event added last.
func (b *reference) add(ev *trace.Event) {
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
			Time: now, G: idOf(ev.Goroutine()), Stack: b.stack(ev.Stack())})
	case trace.EventRangeBegin, trace.EventRangeActive:
		b.beginRange(ev)
	case trace.EventRangeEnd:
		b.endRange(ev)
	}
}

func (b *reference) stack(s trace.Stack) *timeline.Stack {
	if s == trace.NoStack {
		return nil
	}
	if b.stacks[s] == nil {
		b.stacks[s] = timeline.NewStack(framesOf(s)...)
	}
	return b.stacks[s]
}

func framesOf(s trace.Stack) []timeline.Frame {
	var all []timeline.Frame
	for f := range s.Frames() {
		all = append(all, timeline.Frame{Func: f.Func, File: f.File, Line: int(f.Line), PC: f.PC})
	}
	return all
}

func (b *reference) beginRange(ev *trace.Event) {
	r := ev.Range()
	if _, ok := b.open[r]; ok {
		return // each generation repeats what is active
	}
	b.open[r] = timeline.Range{From: int64(ev.Time()), Name: r.Name, G: rangeOwner(ev, r),
		Stack: b.stack(ev.Stack())}
}

func (b *reference) endRange(ev *trace.Event) {
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
		return idOf(r.Scope.Goroutine())
	case trace.ResourceNone:
		return 0
	}
	return idOf(ev.Goroutine())
}

func idOf(g trace.GoID) int64 {
	return max(0, int64(g)) // NoGoroutine is negative
}

// addTransition takes in a change of a goroutine's state.
func (b *reference) addTransition(ev *trace.Event) {
	tr := ev.StateTransition()
	if tr.Resource.Kind != trace.ResourceGoroutine {
		return
	}
	from, to := tr.Goroutine()
	if from == to {
		return // each generation repeats the state of all goroutines
	}
	id := tr.Resource.Goroutine()
	g := b.goroutines[id]
	if g == nil {
		g = &referenceGoroutine{Goroutine: timeline.Goroutine{ID: int64(id)}}
		b.goroutines[id] = g
	}
	c := referenceChange{at: int64(ev.Time()), state: stateOf(to)}
	switch {
	case from == trace.GoNotExist:
		b.create(g, ev, tr.Stack)
	case to == trace.GoRunnable && from == trace.GoWaiting:
		c.by, c.stack = idOf(ev.Goroutine()), ev.Stack()
	default:
		c.stack = tr.Stack
	}
	if c.state == timeline.Waiting {
		c.reason = tr.Reason
		g.system = g.system || tr.Reason == "system goroutine wait"
	}
	if woken := switched(g, &c); woken != nil {
		woken.state = c.state
		return
	}
	g.changes = append(g.changes, c)
}

// switched returns the change by which g was woken in order to run at once in the place of its waker, nil if c is not
// the end of that. The reader tells one event as three changes, a nanosecond apart and without a stack: g is runnable, the
// waker waits or ends, g runs.
func switched(g *referenceGoroutine, c *referenceChange) *referenceChange {
	n := len(g.changes)
	if n == 0 || c.state != timeline.Running {
		return nil
	}
	last := &g.changes[n-1]
	if last.state != timeline.Runnable || last.by == 0 || last.stack != trace.NoStack || c.at-last.at > 2 {
		return nil
	}
	return last
}

// create notes where g comes from. Its stack is that of its first function.
func (b *reference) create(g *referenceGoroutine, ev *trace.Event, stack trace.Stack) {
	if len(g.changes) > 0 {
		return // the goroutine of a C thread is created anew with each callback
	}
	g.Created = int64(ev.Time())
	g.Creator = idOf(ev.Goroutine())
	g.CreatedAt = b.stack(ev.Stack())
	g.Entry = entryOf(stack)
}

func stateOf(s trace.GoState) timeline.State {
	switch s {
	case trace.GoRunning:
		return timeline.Running
	case trace.GoSyscall:
		return timeline.Syscall
	case trace.GoRunnable:
		return timeline.Runnable
	case trace.GoWaiting:
		return timeline.Waiting
	}
	return none
}

func entryOf(stack trace.Stack) string {
	all := framesOf(stack)
	if len(all) == 0 || len(all) >= maxFrames {
		return ""
	}
	return all[len(all)-1].Func
}

func firstEntryOf(g *referenceGoroutine) string {
	if g.ID == mainGoroutine {
		return "runtime.main"
	}
	before := none
	for _, c := range g.changes {
		if woken := before == timeline.Waiting && c.state == timeline.Runnable; c.stack != trace.NoStack && !woken {
			return entryOf(c.stack)
		}
		before = c.state
	}
	return ""
}

func (b *reference) timeline() *timeline.Timeline {
	t := &timeline.Timeline{Start: b.start, End: b.end, Samples: b.samples,
		Goroutines: map[int64]*timeline.Goroutine{}}
	for _, g := range b.goroutines {
		if g.Entry == "" {
			g.Entry = firstEntryOf(g)
		}
		g.Runtime = ofRuntime(&goroutine{
			Goroutine: timeline.Goroutine{ID: g.ID, Entry: g.Entry, Created: g.Created}, system: g.system,
		})
		g.SetSpans(b.spans(g)...)
		t.Goroutines[g.ID] = &g.Goroutine
	}
	for _, r := range b.open {
		r.To = b.end
		b.ranges = append(b.ranges, r)
	}
	t.Ranges = b.ranges
	slices.SortFunc(t.Ranges, func(x, y timeline.Range) int { return cmp.Compare(x.From, y.From) })
	return t
}

// spans returns what g did between its changes.
func (b *reference) spans(g *referenceGoroutine) []timeline.Span {
	var spans []timeline.Span
	before := none
	for i, c := range g.changes {
		next := referenceChange{at: b.end}
		if i+1 < len(g.changes) {
			next = g.changes[i+1]
		}
		s := timeline.Span{From: c.at, To: next.at, State: c.state}
		switch c.state {
		case timeline.Running:
			s.Stack, s.Waker = b.stack(next.stack), c.by
		case timeline.Syscall:
			s.Stack = b.stack(c.stack)
		case timeline.Waiting:
			s.Reason, s.Stack = c.reason, b.stack(c.stack)
		case timeline.Runnable:
			if before == timeline.Waiting {
				s.Waker, s.WakeStack = c.by, b.stack(c.stack)
			}
		}
		if c.state != none {
			spans = append(spans, s)
		}
		before = c.state
	}
	if g.Created == 0 && len(spans) > 0 {
		if s := &spans[0]; s.State == timeline.Waiting || s.State == timeline.Syscall {
			s.From = b.start
		}
	}
	return spans
}
