package startup

import "github.com/cupelgo/cupel/internal/timeline"

// locate finds the Place of each slice.
func (n *namer) locate(o *observation, path []slice) {
	for i := range path {
		s := &path[i]
		s.Place = s.Stack
		if !n.own(s.Stack) {
			if st := n.onBehalfOf(o, s); st != nil {
				s.Place = st
			}
		}
	}
}

// onBehalfOf returns the stack of the program's own code for which a goroutine without any works:
// that of the innermost wait for it, else that of the go statement that began it. nil if there is
// none.
func (n *namer) onBehalfOf(o *observation, s *slice) *timeline.Stack {
	for w := range s.waits() {
		if n.own(w.Stack) {
			return w.Stack
		}
	}
	for g := o.line.Goroutines[s.G]; g != nil && g.Creator < g.ID; g = o.line.Goroutines[g.Creator] {
		if n.own(g.CreatedAt) {
			return g.CreatedAt
		}
	}
	return nil
}

// own reports whether a frame outside of the standard library is on the stack.
func (n *namer) own(st *timeline.Stack) bool { return n.inner.of(st) != nil }

// markLocks gives the class lock to everything that a mutex or Once on the path waits for: what
// its holder does meanwhile is not the path's own work.
func markLocks(slices []slice) {
	locks := newMemo(func(st *timeline.Stack) bool {
		return hasPrefix(st, "sync.(*Mutex).", "sync.(*RWMutex).", "sync.(*Once).", "internal/sync.(*Mutex).")
	})
	atLock := func(w *timeline.Wait) bool { return w.Reason == "sync" && locks.of(w.Stack) }
	for i := range slices {
		s := &slices[i]
		if s.Lock = s.outermost(atLock); s.Lock != nil && s.Class != "" {
			s.Class = "lock"
		}
	}
}

// markHandoffs gives the class channel to long runs of hand-overs: the delays, and the running
// time in between when that is typically too short to be anything but the hand-over itself.
func markHandoffs(path []slice) {
	var between []*slice
	n, short := 0, 0
	for i := range path {
		s := &path[i]
		if s.Handoff {
			n++
		}
		if s.Class == "cpu" && (i > 0 && path[i-1].Handoff || i+1 < len(path) && path[i+1].Handoff) {
			between = append(between, s)
			if s.To-s.From <= handoffPiece {
				short++
			}
		}
	}
	if n < manyHandoffs || len(between) == 0 {
		return
	}
	for i := range path {
		if path[i].Handoff {
			path[i].Class = "channel"
		}
	}
	if short > len(between)/2 { // the median is
		for _, s := range between {
			s.Class = "channel"
		}
	}
}

// markCollector gives the class gc to scheduling delays while the collector marked: it had taken
// the processors, unless a burst of goroutines had.
func (o *observation) markCollector(path []slice) {
	i := 0
	for _, r := range o.line.Ranges {
		if r.Name != "GC concurrent mark phase" {
			continue
		}
		for ; i < len(path) && path[i].To <= r.From; i++ {
		}
		for j := i; j < len(path) && path[j].From < r.To; j++ {
			if path[j].Class == "sched" && !path[j].Burst {
				path[j].Class = "gc"
			}
		}
	}
}
