package timeline

import "sort"

// spanBefore returns the index of the last span of g that begins before the instant at, -1 if
// there is none.
func (g *Goroutine) spanBefore(at int64) int {
	return sort.Search(len(g.Spans), func(i int) bool { return g.Spans[i].From >= at }) - 1
}

// stackBefore returns the stack of g when span i began, or the last one known before that unless g
// ran meanwhile; nil if there is none.
func (g *Goroutine) stackBefore(i int) *Stack {
	for i--; i >= 0; i-- {
		s := &g.Spans[i]
		if s.Stack != nil || s.State == Running {
			return s.Stack
		}
	}
	return nil
}
