package gotrace

import (
	"strings"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/timeline"
)

// goroutine is a goroutine in the making.
type goroutine struct {
	timeline.Goroutine
	changes
	system  bool // it was seen to wait as only goroutines of the runtime do
	blocked memo // where it changed its state last
	woken   memo // where its last waker was
}

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
		c.by, c.stack = goID(ev.Goroutine()), b.stackBy(&g.woken, ev.Stack())
	default:
		c.stack = b.stackBy(&g.blocked, tr.Stack)
	}
	if c.state == timeline.Waiting {
		c.reason = b.reason(tr.Reason)
		g.system = g.system || tr.Reason == "system goroutine wait"
	}
	g.add(c)
}

// goroutine returns the goroutine of that id, which is new if it has not been heard of.
func (b *builder) goroutine(id trace.GoID) *goroutine {
	recent := &b.recent[uint64(id)%uint64(len(b.recent))]
	if *recent != nil && (*recent).ID == int64(id) {
		return *recent
	}
	g := b.goroutines[id]
	if g == nil {
		g = &goroutine{Goroutine: timeline.Goroutine{ID: int64(id)}}
		b.goroutines[id] = g
	}
	*recent = g
	return g
}

// create notes where g comes from. Its stack is that of its first function.
func (b *builder) create(g *goroutine, ev *trace.Event, stack trace.Stack) {
	if len(g.tail) > 0 {
		return // the goroutine of a C thread is created anew with each callback
	}
	g.Created = int64(ev.Time())
	g.Creator = goID(ev.Goroutine())
	g.CreatedAt = b.stacks[b.stack(ev.Stack())]
	g.Entry = entry(stack)
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
func entry(stack trace.Stack) string {
	depth, symbol := 0, ""
	for f := range stack.Frames() {
		depth, symbol = depth+1, f.Func
	}
	if depth >= maxDepth {
		return ""
	}
	return symbol
}

// mainGoroutine runs runtime.main, a frame that the runtime leaves out of all stacks: what is
// outermost in them is runtime.doInit1 during package init and main.main later.
const mainGoroutine = 1

// firstEntry returns the entry that the first known stack of g itself shows, "" if there is none.
func (b *builder) firstEntry(g *goroutine) string {
	if g.ID == mainGoroutine {
		return "runtime.main"
	}
	before := none
	for c := range g.all {
		if woken := before == timeline.Waiting && c.state == timeline.Runnable; c.stack != 0 && !woken {
			return entry(b.traced[c.stack])
		}
		before = c.state
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
