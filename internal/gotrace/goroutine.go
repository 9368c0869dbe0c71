package gotrace

import (
	"strings"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/timeline"
)

// goroutine is a goroutine of the timeline in the making: the last of its spans is still open
// unless it is over.
type goroutine struct {
	timeline.Goroutine
	over bool
}

// addTransition takes in a change of a goroutine's state.
func (b *builder) addTransition(ev *trace.Event) {
	change := ev.StateTransition()
	if change.Resource.Kind != trace.ResourceGoroutine {
		return
	}
	from, to := change.Goroutine()
	if from == to {
		return // each generation repeats the state of all goroutines
	}
	id := change.Resource.Goroutine()
	g := b.goroutines[id]
	if g == nil {
		g = &goroutine{Goroutine: timeline.Goroutine{ID: int64(id)}, over: true}
		b.goroutines[id] = g
	}
	stack := b.stack(change.Stack)
	if from == trace.GoNotExist {
		b.create(g, ev, stack)
		stack = nil
	}
	now := int64(ev.Time())
	g.close(now, stack)
	if to == trace.GoNotExist {
		return
	}
	g.over = false
	g.Spans = append(g.Spans, timeline.Span{From: now, State: state(to), Reason: change.Reason})
	b.fill(&g.Spans[len(g.Spans)-1], from, stack, ev)
}

// create notes where g comes from. Its stack is that of its first function.
func (b *builder) create(g *goroutine, ev *trace.Event, stack *timeline.Stack) {
	if g.Created != 0 {
		return // the goroutine of a C thread is created anew with each callback
	}
	g.Created = int64(ev.Time())
	g.Creator = goID(ev.Goroutine())
	g.CreatedAt = b.stack(ev.Stack())
	g.Entry = entry(stack)
}

// close ends the open span of g, if there is one. A goroutine stops running at stack.
func (g *goroutine) close(now int64, stack *timeline.Stack) {
	if g.over {
		return
	}
	last := &g.Spans[len(g.Spans)-1]
	last.To = now
	if last.State == timeline.Running {
		last.Stack = stack
	}
	g.over = true
}

// fill notes in the span that begins with ev what is particular to its state.
func (b *builder) fill(s *timeline.Span, from trace.GoState, stack *timeline.Stack, ev *trace.Event) {
	switch s.State {
	case timeline.Waiting:
		s.Stack = stack
	case timeline.Syscall:
		s.Stack = stack
		s.Thread = threadID(ev.Thread())
	case timeline.Running:
		s.Thread = threadID(ev.Thread())
	case timeline.Runnable:
		s.Reason = ""
		if from == trace.GoWaiting {
			s.Waker = goID(ev.Goroutine())
			s.WakeStack = b.stack(ev.Stack())
		}
	}
}

func state(s trace.GoState) timeline.State {
	switch s {
	case trace.GoRunning:
		return timeline.Running
	case trace.GoSyscall:
		return timeline.Syscall
	case trace.GoRunnable:
		return timeline.Runnable
	}
	return timeline.Waiting
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

// ofRuntime reports whether g works for the runtime or the tracer rather than for the program.
func ofRuntime(g *timeline.Goroutine) bool {
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
	for i := range g.Spans {
		if g.Spans[i].Reason == "system goroutine wait" {
			return true
		}
	}
	return false
}
