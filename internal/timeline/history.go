package timeline

import (
	"slices"
	"sort"
)

// A History is what one goroutine did, in order of time: changes, of which each lasts until the next one. A timeline consists
// of little else, so they are small and without pointers, and a [Span] is made of one when it is asked for.
type History struct {
	Changes []Change
	End     int64 // of the last one
	Source  Source
}

// Change is a change of what a goroutine does. In the zero State there is no goroutine, or nothing is known of it.
type Change struct {
	At     int64
	By     uint32 // the number of the waker in the Source, or Nobody; 0 of what was not woken
	Stack  uint32 // of the waker, if the goroutine was woken and Runnable; else as Span.Stack. The number in the Source; 0 none
	Order  uint32 // for who brings changes into order
	Reason uint8  // the number in the Source
	State  State
}

// Nobody is the waker where no goroutine is.
const Nobody = 1<<32 - 1

// A Source knows what the numbers of changes stand for.
type Source interface {
	StackOf(number uint32) *Stack
	ReasonOf(number uint8) string
	GoroutineOf(number uint32) int64
}

// Len returns the number of changes.
func (h *History) Len() int { return len(h.Changes) }

// From returns when change i was.
func (h *History) From(i int) int64 { return h.Changes[i].At }

// To returns when what change i began was over.
func (h *History) To(i int) int64 {
	if i+1 < len(h.Changes) {
		return h.Changes[i+1].At
	}
	return h.End
}

// State returns the state that change i began.
func (h *History) State(i int) State { return h.Changes[i].State }

// hasWakeStack reports whether the stack of c is that of the waker.
func (c *Change) hasWakeStack() bool { return c.By != 0 && c.State == Runnable }

// Stack returns Span.Stack.
func (h *History) Stack(i int) *Stack {
	if c := &h.Changes[i]; c.Stack != 0 && !c.hasWakeStack() {
		return h.Source.StackOf(c.Stack)
	}
	return nil
}

// Reason returns Span.Reason.
func (h *History) Reason(i int) string {
	if c := &h.Changes[i]; c.State == Waiting {
		return h.Source.ReasonOf(c.Reason)
	}
	return ""
}

// Waker returns Span.Waker.
func (h *History) Waker(i int) int64 {
	if c := &h.Changes[i]; c.By != 0 && c.By != Nobody {
		return h.Source.GoroutineOf(c.By)
	}
	return 0
}

// WakeStack returns Span.WakeStack.
func (h *History) WakeStack(i int) *Stack {
	if c := &h.Changes[i]; c.Stack != 0 && c.hasWakeStack() {
		return h.Source.StackOf(c.Stack)
	}
	return nil
}

// Span returns what change i began.
func (h *History) Span(i int) Span {
	return Span{From: h.From(i), To: h.To(i), State: h.State(i), Reason: h.Reason(i), Stack: h.Stack(i),
		Waker: h.Waker(i), WakeStack: h.WakeStack(i)}
}

// Before returns the index of the last change before the instant at, -1 if there is none.
func (h *History) Before(at int64) int {
	return sort.Search(len(h.Changes), func(i int) bool { return h.Changes[i].At >= at }) - 1
}

// lastStack returns the last stack known when change i began, unless the goroutine ran since; nil if
// there is none.
func (h *History) lastStack(i int) *Stack {
	for i--; i >= 0; i-- {
		if s := h.Stack(i); s != nil || h.State(i) == Running {
			return s
		}
	}
	return nil
}

// spanSource is the source of a history that is given as spans.
type spanSource struct {
	stacks  []*Stack // from number 1 on
	reasons []string
	wakers  []int64 // from number 1 on
}

// StackOf returns a stack.
func (s *spanSource) StackOf(number uint32) *Stack { return s.stacks[number-1] }

// ReasonOf returns a reason.
func (s *spanSource) ReasonOf(number uint8) string { return s.reasons[number] }

// GoroutineOf returns the id of a waker.
func (s *spanSource) GoroutineOf(number uint32) int64 { return s.wakers[number-1] }

// historyOf returns the history of which all are the spans.
func historyOf(all []Span) *History {
	from := &spanSource{reasons: []string{""}}
	h := &History{Source: from, Changes: make([]Change, 0, len(all))}
	for _, s := range all {
		if n := h.Len(); n > 0 && h.End < s.From {
			h.Changes = append(h.Changes, Change{At: h.End})
		}
		h.Changes, h.End = append(h.Changes, from.change(&s)), s.To
	}
	return h
}

// change gives what a span has its numbers.
func (s *spanSource) change(of *Span) Change {
	c := Change{At: of.From, State: of.State}
	switch {
	case of.Waker != 0:
		s.wakers = append(s.wakers, of.Waker)
		c.By = uint32(len(s.wakers))
	case of.WakeStack != nil:
		c.By = Nobody
	}
	stack := of.Stack
	if c.hasWakeStack() {
		stack = of.WakeStack
	}
	if stack != nil {
		s.stacks = append(s.stacks, stack)
		c.Stack = uint32(len(s.stacks))
	}
	i := slices.Index(s.reasons, of.Reason)
	if i < 0 && len(s.reasons) < 256 {
		i = len(s.reasons)
		s.reasons = append(s.reasons, of.Reason)
	}
	c.Reason = uint8(max(i, 0))
	return c
}
