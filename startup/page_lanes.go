package startup

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// What a picture of goroutines holds at the most. Of a wide screen a pixel is some 1/2000 of the axis, and one may
// look ten times closer.
const (
	mostLanes   = 60
	finest      = 20_000 // strokes of the axis that can be told apart
	mostStates  = 20_000 // in all lanes together
	mostStrokes = 4_000  // of the path
)

// A lane is a goroutine in a picture.
type lane struct {
	g        *timeline.Goroutine
	id       int64
	path     []layer
	onPath   int64 // ns of its own on the path
	ran      int64 // ns
	waited   int64
	first    int64 // when the path came to it first
	states   []stroke
	selected []stroke // of the path
}

// lanes are all goroutines within the axis and the parts of the path in each: without those that watch, and without
// the runtime's own that hardly ran.
func (o *observation) lanes(a axis, way *route) []*lane {
	byID := map[int64]*lane{}
	of := func(id int64) *lane {
		l := byID[id]
		if l == nil {
			l = &lane{g: o.line.Goroutines[id], id: id}
			byID[id] = l
		}
		return l
	}
	for i, s := range way.slices {
		if s.Class == classTracer && s.Pieces > 0 || s.From >= s.To { // the gaps between init functions
			continue
		}
		l := of(s.G)
		if len(l.path) == 0 {
			l.first = s.From
		}
		if s.Class != classHeld {
			l.onPath += s.ns()
		}
		l.path = append(l.path, layer{stroke{from: s.From, to: s.To, what: way.kind[i]}, float64(s.ns()) / float64(s.To-s.From)})
	}
	for id, g := range o.line.Goroutines {
		ran, waited := a.spent(g, o.line.Held[id])
		idle := g.Runtime && ran < (a.to-a.from)/1000
		if known := byID[id] != nil; known || ran+waited > 0 && !idle && !ofAgent(g.Entry) {
			l := of(id)
			l.ran, l.waited = ran, waited
		}
	}
	out := make([]*lane, 0, len(byID))
	for _, l := range byID {
		out = append(out, l)
	}
	slices.SortFunc(out, func(x, y *lane) int { return cmp.Compare(x.id, y.id) })
	return out
}

// choose returns the goroutines that are shown: those with most of the path in the order in which it comes to them, then
// those that ran longest, the program's own before the runtime's.
func choose(all []*lane) []*lane {
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(x, y *lane) int {
		return cmp.Or(cmp.Compare(y.onPath, x.onPath), cmp.Compare(x.rank(), y.rank()), cmp.Compare(y.ran, x.ran))
	})
	shown := ranked[:min(len(ranked), mostLanes)]
	slices.SortStableFunc(shown, func(x, y *lane) int {
		if x.onPath > 0 && y.onPath > 0 {
			return cmp.Compare(x.first, y.first)
		}
		return 0 // those without are behind already
	})
	return shown
}

// rank is the same for all goroutines of the program, and less than of the runtime's.
func (l *lane) rank() int {
	if l.g != nil && l.g.Runtime {
		return 1
	}
	return 0
}

// drawable fills in what is drawn of each lane, and returns the shortest time that is told apart, in ns.
func drawable(a axis, shown []*lane) int64 {
	least := max(1, (a.to-a.from)/finest)
	for _, l := range shown {
		l.selected = flatten(l.path)
	}
	for ; ; least *= 2 {
		states, strokes := 0, 0
		for _, l := range shown {
			l.states = a.states(l.g, least)
			path := newStrip(least)
			for _, s := range l.selected {
				path.add(s)
			}
			l.path = nil
			for _, s := range path.strokes() {
				l.path = append(l.path, layer{stroke: s})
			}
			states, strokes = states+len(l.states), strokes+len(l.path)
		}
		if states <= mostStates && strokes <= mostStrokes || least > a.to-a.from {
			return least
		}
	}
}

// spent is how long a goroutine ran, in the kernel or outside, and how long it did not, in ns: without the time in
// which it was held.
func (a axis) spent(g *timeline.Goroutine, held []timeline.Stretch) (ran, waited int64) {
	h := g.History()
	for i := range h.Len() {
		from, to := max(h.From(i), a.from), min(h.To(i), a.to)
		ns := to - from - heldWithin(held, from, to)
		switch state := h.State(i); {
		case ns <= 0 || state == 0:
		case state == timeline.Running || state == timeline.Syscall:
			ran += ns
		default:
			waited += ns
		}
	}
	return ran, waited
}

// states are those of a goroutine, of which nil is none.
func (a axis) states(g *timeline.Goroutine, least int64) []stroke {
	if g == nil {
		return nil
	}
	out := newStrip(least)
	h := g.History()
	for i := range h.Len() {
		if from, to := max(h.From(i), a.from), min(h.To(i), a.to); from < to && h.State(i) != 0 {
			out.add(stroke{from: from, to: to, own: to - from, what: int(h.State(i))})
		}
	}
	return out.strokes()
}

// goroutineLabel names a goroutine by its number and its first function.
func goroutineLabel(l *lane) string {
	switch {
	case l.id == mainGoroutine:
		return "goroutine 1 main"
	case l.g == nil || l.g.Entry == "":
		return fmt.Sprintf("goroutine %d", l.id)
	}
	return fmt.Sprintf("goroutine %d %s", l.id, path.Base(l.g.Entry))
}
