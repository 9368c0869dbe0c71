package gotrace

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// change is one change of a goroutine's state. Stacks are numbered by decoder.stacks, wakers by decoder.goroutines
// and reasons by decoder.reasons. What has the same order came after each other.
type change = timeline.Change

// none is the state of a goroutine that is no more.
const none timeline.State = 0

// A segment numbers the changes of a goroutine in a generation. What has a sequence number begins a
// segment, and the changes that follow on the same thread belong to it.
type segment uint32

// firstSegment is that of a creation or of the state at the beginning of the generation, which have
// no sequence number.
const firstSegment segment = 0

func segmentOf(sequence uint64) segment { return segment(sequence + 1) }

// changes is a list that grows without being copied.
type changes struct {
	full [][]change
	tail []change

	generation uint16 // of the last change
	before     uint32 // order of the first segment in it
	last       uint32 // the highest order
	mixed      bool   // several threads have added, and the list is not in order
	reborn     bool   // the goroutine was created more than once, and only times tell the order
}

// maxPart is the number of changes from which on the parts of a list grow no longer.
const maxPart = 1024

// add adds a change to the list of g, and returns it for what else there is to say of it.
func (d *decoder) add(g *goroutine, at int64, s timeline.State, in segment) *change {
	n := len(g.tail)
	if n == cap(g.tail) {
		d.grow(&g.changes)
		n = 0
	}
	if g.generation != d.index {
		g.generation, g.before = d.index, g.last+1
	}
	order := g.before + uint32(in)
	if order < g.last {
		g.mixed = true
	} else {
		g.last = order
	}
	g.tail = g.tail[:n+1]
	c := &g.tail[n]
	c.At, c.State, c.Order = at, s, order
	return c
}

// grow makes room for more changes, from memory that all goroutines share.
func (d *decoder) grow(l *changes) {
	n := min(max(4, 2*len(l.tail)), maxPart)
	if len(l.tail) > 0 {
		l.full = append(l.full, l.tail)
	}
	if len(d.newChanges) < n {
		d.changesMade = min(max(64, n, 2*d.changesMade), 2*maxPart)
		d.newChanges = make([]change, d.changesMade)
	}
	l.tail = d.newChanges[:0:n]
	d.newChanges = d.newChanges[n:]
}

// parts returns the changes as they were added.
func (l *changes) parts() [][]change {
	return append(l.full[:len(l.full):len(l.full)], l.tail)
}

// firstStack returns the first known stack of the goroutine itself, 0 if there is none.
func (l *changes) firstStack() uint32 {
	var first change
	for _, p := range l.parts() {
		for i := range p {
			c := &p[i]
			if c.Stack == 0 || c.By != 0 || first.Stack != 0 && l.compare(*c, first) >= 0 {
				continue
			}
			if first = *c; !l.mixed {
				return first.Stack
			}
		}
	}
	return first.Stack
}

// compare is the order of changes in the life of the goroutine.
func (l *changes) compare(a, b change) int {
	if l.reborn && a.At != b.At {
		return cmp.Compare(a.At, b.At)
	}
	return cmp.Compare(a.Order, b.Order)
}

// ordered returns the changes in order.
func (l *changes) ordered() []change {
	parts := l.parts()
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	switch sparse := uint64(l.last) > 4*uint64(n); {
	case !l.mixed && len(parts) == 1:
		return parts[0]
	case !l.mixed:
		return slices.Concat(parts...)
	case l.reborn, sparse: // sparse is hostile: a trace gives the numbers without gaps
		all := slices.Concat(parts...)
		slices.SortStableFunc(all, l.compare)
		return all
	}
	all, places := make([]change, n), placesOf(parts, l.last)
	for _, p := range parts {
		for i := range p {
			place := &places[p[i].Order]
			all[*place] = p[i]
			*place++
		}
	}
	return all
}

// placesOf returns where the first change of each order belongs; last is the highest order.
func placesOf(parts [][]change, last uint32) []uint32 {
	places := make([]uint32, last+2)
	for _, p := range parts {
		for i := range p {
			places[p[i].Order+1]++
		}
	}
	for i := 1; i < len(places); i++ {
		places[i] += places[i-1]
	}
	return places
}
