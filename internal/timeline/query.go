package timeline

import (
	"cmp"
	"slices"
)

// GState is what a goroutine was doing at an instant.
type GState struct {
	G      int64
	State  State
	Reason string // of Waiting
	Stack  *Stack // may be nil
	Since  int64
}

// At returns what each goroutine that is not the runtime's was doing at an instant, by goroutine.
func (t *Timeline) At(instant int64) []GState {
	var all []GState
	for id, g := range t.Goroutines {
		if g.Runtime {
			continue
		}
		h := g.History()
		if i := h.Before(instant + 1); i >= 0 && h.State(i) != 0 && t.lasts(h.To(i), instant) {
			s := h.Span(i)
			all = append(all, GState{G: id, State: s.State, Reason: s.Reason, Stack: s.Stack, Since: s.From})
		}
	}
	slices.SortFunc(all, func(a, b GState) int { return cmp.Compare(a.G, b.G) })
	return all
}

// lasts reports whether what ended at an instant was not over at another. The end of the observation ends nothing.
func (t *Timeline) lasts(end, instant int64) bool {
	return instant < end || instant == end && end == t.End
}

// Runnable returns the goroutines of the program that could run at an instant but had no processor,
// by number.
func (t *Timeline) Runnable(instant int64) []*Goroutine {
	var all []*Goroutine
	for _, s := range t.At(instant) {
		if s.State == Runnable {
			all = append(all, t.Goroutines[s.G])
		}
	}
	return all
}

// A Queue tells how many goroutines waited for a processor.
type Queue struct{ begins, ends []int64 } // of the waits, in order of time

// Queue returns the queue of the goroutines that are not the runtime's.
func (t *Timeline) Queue() Queue {
	var q Queue
	for _, g := range t.Goroutines {
		if g.Runtime {
			continue
		}
		h := g.History()
		for i := range h.Len() {
			if h.State(i) == Runnable {
				q.begins, q.ends = append(q.begins, h.From(i)), append(q.ends, h.To(i))
			}
		}
	}
	slices.Sort(q.begins)
	slices.Sort(q.ends)
	return q
}

// At returns how many goroutines waited at an instant.
func (q Queue) At(instant int64) int {
	begun, _ := slices.BinarySearch(q.begins, instant+1)
	ended, _ := slices.BinarySearch(q.ends, instant+1)
	return begun - ended
}

// Idle returns the stretches from the instant on to the end in which no goroutine of the program ran,
// in order of time.
func (t *Timeline) Idle(from int64) []Range {
	var busy stretches
	for _, g := range t.Goroutines {
		if g.Runtime {
			continue
		}
		h := g.History()
		for i := range h.Len() {
			if h.State(i) == Running && h.To(i) > from {
				busy = append(busy, Range{From: h.From(i), To: h.To(i)})
			}
		}
	}
	var idle []Range
	for _, b := range busy.merged() {
		if b.From > from {
			idle = append(idle, Range{From: from, To: b.From})
		}
		from = b.To
	}
	if from < t.End {
		idle = append(idle, Range{From: from, To: t.End})
	}
	return idle
}

// Mark is an instant at which a goroutine did something of interest.
type Mark struct {
	At    int64
	G     int64
	Stack *Stack
}

// Accepts returns, for each goroutine that waited for a connection, the first time it did so, in
// order of time.
func (t *Timeline) Accepts() []Mark {
	seen := map[int64]bool{}
	return slices.DeleteFunc(t.marks(Waiting, "network", "internal/poll.(*FD).Accept"), func(m Mark) bool {
		again := seen[m.G]
		seen[m.G] = true
		return again
	})
}

// FirstAccept returns the first instant at which a goroutine waited for a connection: whatever
// came to the program from then on was served.
func (t *Timeline) FirstAccept() (g, at int64, stack *Stack, ok bool) {
	all := t.Accepts()
	if len(all) == 0 {
		return 0, 0, nil, false
	}
	return all[0].G, all[0].At, all[0].Stack, true
}

// Listens returns the listen system calls, in order of time.
func (t *Timeline) Listens() []Mark {
	return t.marks(Syscall, "", "syscall.Listen")
}

// marks returns when goroutines came into a state for a reason with the function of that symbol on their
// stack, in order of time. The runtime's own goroutines do nothing of the sort.
func (t *Timeline) marks(state State, reason, symbol string) []Mark {
	has := map[*Stack]bool{}
	onStack := func(s *Stack) bool {
		if _, known := has[s]; !known {
			has[s] = s.Has(symbol)
		}
		return has[s]
	}
	var all []Mark
	for id, g := range t.Goroutines {
		if g.Runtime {
			continue
		}
		h := g.History()
		for i := range h.Changes {
			if h.State(i) == state && h.Reason(i) == reason && onStack(h.Stack(i)) {
				all = append(all, Mark{At: h.From(i), G: id, Stack: h.Stack(i)})
			}
		}
	}
	slices.SortFunc(all, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.G, b.G))
	})
	return all
}
