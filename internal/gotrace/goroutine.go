package gotrace

import (
	"slices"
	"strings"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/timeline"
)

// goroutine is a goroutine in the making.
type goroutine struct {
	timeline.Goroutine
	changes []change
	system  bool // it was seen to wait as only goroutines of the runtime do
}

// change is one change of a goroutine's state. A trace consists of little else, so it is kept small
// and without pointers, and made into a span only when its goroutine is asked for.
type change struct {
	at     int64
	by     int64  // to runnable: the waker; to running or a system call: the thread
	stack  uint32 // index in builder.stacks: of the waker, if it was woken; else of the goroutine
	reason uint16 // index in builder.reasons
	state  timeline.State
}

// none is the state of a goroutine that is no more.
const none timeline.State = 0

// addTransition takes in a change of a goroutine's state.
func (b *builder) addTransition(ev *trace.Event) {
	tr := ev.StateTransition()
	if tr.Resource.Kind != trace.ResourceGoroutine {
		return
	}
	from, to := tr.Goroutine()
	if from == to {
		return // each generation repeats the state of all goroutines
	}
	g := b.goroutine(tr.Resource.Goroutine())
	c := change{at: int64(ev.Time()), state: state(to)}
	switch {
	case from == trace.GoNotExist:
		b.create(g, ev, tr.Stack)
	case to == trace.GoRunnable && from == trace.GoWaiting:
		c.by, c.stack = goID(ev.Goroutine()), b.stack(ev.Stack())
	default:
		c.stack = b.stack(tr.Stack)
	}
	switch c.state {
	case timeline.Waiting:
		c.reason = b.reason(tr.Reason)
		g.system = g.system || tr.Reason == "system goroutine wait"
	case timeline.Running, timeline.Syscall:
		c.by = threadID(ev.Thread())
	}
	g.add(c)
}

// add appends c. It makes room for twice as many changes where append, above 256, would for a
// quarter more and copy them often.
func (g *goroutine) add(c change) {
	if n := len(g.changes); n == cap(g.changes) {
		g.changes = slices.Grow(g.changes, max(8, n))
	}
	g.changes = append(g.changes, c)
}

func (b *builder) goroutine(id trace.GoID) *goroutine {
	g := b.goroutines[id]
	if g == nil {
		g = &goroutine{Goroutine: timeline.Goroutine{ID: int64(id)}}
		b.goroutines[id] = g
	}
	return g
}

// create notes where g comes from. Its stack is that of its first function.
func (b *builder) create(g *goroutine, ev *trace.Event, stack trace.Stack) {
	if len(g.changes) > 0 {
		return // the goroutine of a C thread is created anew with each callback
	}
	g.Created = int64(ev.Time())
	g.Creator = goID(ev.Goroutine())
	g.CreatedAt = b.stacks[b.stack(ev.Stack())]
	g.Entry = entry(b.stacks[b.stack(stack)])
}

func state(s trace.GoState) timeline.State {
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

// maxDepth is the number of frames that the runtime cuts stacks at (traceStackSize).
const maxDepth = 128

// entry returns the symbol of the first function of a goroutine seen at stack, "" if unknown.
func entry(stack *timeline.Stack) string {
	frames := stack.Frames()
	if len(frames) == 0 || len(frames) >= maxDepth {
		return ""
	}
	return frames[len(frames)-1].Func
}

// mainGoroutine runs runtime.main, a frame that the runtime leaves out of all stacks: what is
// outermost in them is runtime.doInit1 during package init and main.main later.
const mainGoroutine = 1

// firstEntry returns the entry that the first known stack of g itself shows, "" if there is none.
func (b *builder) firstEntry(g *goroutine) string {
	if g.ID == mainGoroutine {
		return "runtime.main"
	}
	for i, c := range g.changes {
		if woken := i > 0 && g.changes[i-1].state == timeline.Waiting; c.stack != 0 && !woken {
			return entry(b.stacks[c.stack])
		}
	}
	return ""
}

// ofRuntime reports whether g works for the runtime or the tracer rather than for the program.
func ofRuntime(g *goroutine) bool {
	if g.ID == mainGoroutine {
		return false
	}
	if g.Entry == "" && g.Created == 0 {
		// It did nothing while go1.22 or go1.23 traced it: these report no stacks of such. A program
		// is traced from before its own code, when only the runtime has begun goroutines.
		return true
	}
	for _, own := range []string{"runtime.", "runtime/trace.", "0cupel.", "1cupelrt."} {
		if strings.HasPrefix(g.Entry, own) {
			return true
		}
	}
	return g.system
}
