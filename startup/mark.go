package startup

import "github.com/cupelgo/cupel/internal/timeline"

// locate finds the Place of slices. Most of a path is too little for a finding, and nobody asks for its place.
func (n *namer) locate(o *observation, slices ...*slice) {
	for _, s := range slices {
		if s.located {
			continue
		}
		s.located, s.Place = true, s.Stack
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
	for w := s.wait(); w != nil; w = s.outer(w) {
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
func (n *namer) own(st *timeline.Stack) bool { return len(n.userFrames(st)) > 0 }

var (
	inOnce = signOf("sync.(*Once).")
	inLock = signOf("sync.(*Mutex).", "sync.(*RWMutex).", "sync.(*Once).", "internal/sync.(*Mutex).")
)

// markLocks gives the class lock to everything that a mutex or Once on the path waits for: what
// its holder does meanwhile is not the path's own work.
func markLocks(path []*slice) {
	atLock := func(w *timeline.Wait) bool { return w.Reason == "sync" && inLock.on(w.Stack) }
	for _, s := range path {
		if s.Lock = s.outermost(atLock); s.Lock != nil && s.Class != classNone {
			s.Class = classLock
		}
	}
}

// handoffAround reports whether a hand-over is among the n slices before or after slice i.
func handoffAround(path []*slice, i, n int) bool {
	for j := max(0, i-n); j < min(len(path), i+n+1); j++ {
		if path[j].Handoff {
			return true
		}
	}
	return false
}

// manyHandoffs is how many hand-overs make a pattern. Who is looked at hands over many times as slowly as by
// itself: a few would cost too much to tell, and a program that hands over for a given time does so less often.
func (o *observation) manyHandoffs() int {
	if len(o.line.Held) > 0 {
		return manyHeldHandoffs
	}
	return manyHandoffs
}

// handoffs returns how many hand-overs are on the path.
func handoffs(path []*slice) int {
	n := 0
	for _, s := range path {
		if s.Handoff {
			n += 1 + int(s.Pieces)
		}
	}
	return n
}

// markHandoffs gives the class channel to long runs of hand-overs: the delays, and the running
// time in between when that is typically too short to be anything but the hand-over itself.
func markHandoffs(path []*slice, many int) {
	if handoffs(path) < many {
		return
	}
	var between []*slice
	all, short := 0, 0
	for i, s := range path {
		if s.Class != classCPU {
			continue
		}
		pieces := 1 + int(s.Pieces)
		isShort := s.ns() <= handoffPiece*int64(pieces)
		if handoffAround(path, i, 1) || isShort && handoffAround(path, i, near) {
			between = append(between, s)
			all += pieces
			if isShort {
				short += pieces
			}
		}
	}
	if len(between) == 0 {
		return
	}
	for _, s := range path {
		if s.Handoff {
			s.Class = classChannel
		}
	}
	if short > all/2 { // the median is
		for _, s := range between {
			s.Class = classChannel
		}
	}
}
