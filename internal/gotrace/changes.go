package gotrace

import (
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// change is one change of a goroutine's state. A trace consists of little else, so it is kept small
// and without pointers, and made into a span only when its goroutine is asked for.
type change struct {
	at         int64
	by         uint32 // index of the waker, if it was woken
	stack      uint32 // index in decoder.stacks: of the waker, if it was woken; else of the goroutine
	order      uint32 // among the changes of the goroutine in the generation; see inSegment
	generation uint16
	reason     uint8 // index in decoder.reasons
	state      timeline.State
}

// none is the state of a goroutine that is no more.
const none timeline.State = 0

// inSegment returns the order of the change that has that sequence number, and of all changes that
// follow on the same thread up to the next one that has a number. The first change of a generation
// has no number and comes before all these, with order 0.
func inSegment(sequence uint64) uint32 {
	return uint32(sequence)<<1 | 1
}

// before reports whether c comes before o in the life of a goroutine. The numbers of one that is
// reborn begin anew each time, so that only the time tells.
func (c *change) before(o *change, reborn bool) bool {
	switch {
	case reborn && c.at != o.at:
		return c.at < o.at
	case c.generation != o.generation:
		return c.generation < o.generation
	}
	return c.order < o.order
}

// changes is a list that grows without being copied.
type changes struct {
	full   [][]change
	tail   []change
	mixed  bool // several threads have added, and the list is not in order
	reborn bool
}

// maxPart is the number of changes from which on the parts of a list grow no longer.
const maxPart = 1024

// add appends c to the list of g.
func (d *decoder) add(g *goroutine, c change) {
	c.generation = d.index
	if n := len(g.tail); n > 0 {
		g.mixed = g.mixed || c.before(&g.tail[n-1], false)
	}
	if len(g.tail) == cap(g.tail) {
		d.grow(&g.changes)
	}
	g.tail = append(g.tail, c)
}

// grow makes room for more changes, from memory that all goroutines share.
func (d *decoder) grow(l *changes) {
	n := min(max(4, 2*len(l.tail)), maxPart)
	if len(l.tail) > 0 {
		l.full = append(l.full, l.tail)
	}
	if len(d.newChanges) < n {
		d.newChanges = make([]change, max(n, min(max(64, 2*cap(d.newChanges)), 8*maxPart)))
	}
	l.tail = d.newChanges[:0:n]
	d.newChanges = d.newChanges[n:]
}

func (l *changes) len() int {
	n := len(l.tail)
	for _, part := range l.full {
		n += len(part)
	}
	return n
}

// inOrder returns the changes in order, each later than the one before.
func (l *changes) inOrder() []change {
	if len(l.full) > 0 {
		l.tail = slices.Concat(append(l.full, l.tail)...)
		l.full = nil
	}
	if l.mixed {
		l.tail = merge(l.tail, func(a, b *change) bool { return a.before(b, l.reborn) })
		l.mixed = false
	}
	for i := 1; i < len(l.tail); i++ {
		l.tail[i].at = max(l.tail[i].at, l.tail[i-1].at+1)
	}
	return l.tail
}

// merge sorts a list that consists of a few sorted runs: one for each time that a thread took over.
// What is equal keeps its order.
func merge(list []change, before func(a, b *change) bool) []change {
	other := make([]change, 0, len(list))
	for {
		runs := 0
		for rest := list; len(rest) > 0; runs++ {
			n := run(rest, before)
			m := n + run(rest[n:], before)
			other = mergeRuns(other, rest[:n], rest[n:m], before)
			rest = rest[m:]
		}
		list, other = other, list[:0]
		if runs <= 1 {
			return list
		}
	}
}

// run returns the length of the sorted beginning of list.
func run(list []change, before func(a, b *change) bool) int {
	for i := 1; i < len(list); i++ {
		if before(&list[i], &list[i-1]) {
			return i
		}
	}
	return len(list)
}

func mergeRuns(to, a, b []change, before func(a, b *change) bool) []change {
	for len(a) > 0 && len(b) > 0 {
		if before(&b[0], &a[0]) {
			to, b = append(to, b[0]), b[1:]
		} else {
			to, a = append(to, a[0]), a[1:]
		}
	}
	return append(append(to, a...), b...)
}
