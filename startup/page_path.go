package startup

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// What a picture of goroutines holds at the most. Of a wide screen a pixel is some 1/2000 of the axis, and one may
// look ten times closer.
const (
	mostLanes   = 60
	finest      = 20_000 // strokes of the axis that can be told apart
	mostStates  = 20_000 // in all lanes together
	mostStrokes = 4_000  // of the path
)

// titlePath is the title of the picture of the critical path.
const titlePath = "critical path"

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

// path draws what goroutines did up to ready, and the critical path through them; nil if there is nothing to see.
func (p *page) path(o *observation) *report.Figure {
	a, ok := p.axisOf(o)
	if !ok {
		return nil
	}
	way := &route{}
	if o.good {
		way = p.route(o)
	}
	lanes := o.lanes(a, way)
	shown := choose(lanes)
	least := drawable(a, shown)
	t := &report.Timeline{Total: a.total(), Marks: a.marks(o)}
	for _, l := range shown {
		t.Lanes = append(t.Lanes, p.lane(a, l, way))
	}
	if len(t.Lanes) == 0 {
		return nil
	}
	title := titlePath
	if !o.good {
		title = "what goroutines did"
	}
	return &report.Figure{Title: title, Caption: p.pathCaption(o, lanes, shown, least), Timeline: t}
}

// A route is the critical path as it is drawn.
type route struct {
	slices []slice
	kind   []int  // of each slice: which of the parts it is
	parts  []part // each once
}

// A part of a path is what looks the same.
type part struct{ class, text string }

// route returns the path with the classes that causes have.
func (p *page) route(o *observation) *route {
	r := &route{slices: o.slices()}
	p.names.locate(o, r.slices)
	o.markBursts(r.slices)
	markLocks(r.slices)
	markHandoffs(r.slices, o.manyHandoffs())
	known := map[part]int{}
	for i := range r.slices {
		what := p.partOf(&r.slices[i])
		k, ok := known[what]
		if !ok {
			k = len(r.parts)
			known[what] = k
			r.parts = append(r.parts, what)
		}
		r.kind = append(r.kind, k)
	}
	return r
}

func (p *page) pathCaption(o *observation, lanes, shown []*lane, least int64) string {
	text := fmt.Sprintf("What goroutines did, %s, from exec on; ", observedRun(p.rec))
	if o.good {
		text += "the critical path leads through them to ready: each part of it held up the next."
	} else {
		text += "it was given up at the end, so that there is no path to ready."
	}
	if left := len(lanes) - len(shown); left > 0 {
		ran, on := int64(0), 0
		for _, l := range lanes {
			if !slices.Contains(shown, l) {
				ran += l.ran
				if l.onPath > 0 {
					on++
				}
			}
		}
		text += fmt.Sprintf(" %d more goroutines are not shown, which ran %s together", left, inSeconds(ran))
		if on > 0 {
			text += fmt.Sprintf("; the path leads through %d of them", on)
		}
		text += "."
	}
	return text + fmt.Sprintf(" What is shorter than %s is joined with what is beside it.", inSeconds(least)) + heldText(o)
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
	for i := range way.slices {
		s := &way.slices[i]
		if s.Class == classTracer && s.Pieces > 0 || s.From >= s.To { // the gaps between init functions
			continue
		}
		l := of(s.G)
		if len(l.path) == 0 {
			l.first = s.From
		}
		l.onPath += s.ns()
		l.path = append(l.path, layer{stroke{from: s.From, to: s.To, what: way.kind[i]}, float64(s.ns()) / float64(s.To-s.From)})
	}
	for id, g := range o.line.Goroutines {
		ran, waited := a.spent(g)
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

// spent is how long a goroutine ran, in the kernel or outside, and how long it did not, in ns.
func (a axis) spent(g *timeline.Goroutine) (ran, waited int64) {
	for _, s := range g.Spans() {
		ns := min(s.To, a.to) - max(s.From, a.from)
		switch {
		case ns <= 0:
		case s.State == timeline.Running || s.State == timeline.Syscall:
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
	for _, s := range g.Spans() {
		if from, to := max(s.From, a.from), min(s.To, a.to); from < to {
			out.add(stroke{from: from, to: to, own: to - from, what: int(s.State)})
		}
	}
	return out.strokes()
}

// lane is one row of the picture.
func (p *page) lane(a axis, l *lane, way *route) report.Lane {
	out := report.Lane{Label: goroutineLabel(l), Text: fmt.Sprintf("ran %s, waited %s", inSeconds(l.ran), inSeconds(l.waited))}
	if l.onPath > 0 {
		out.Text += fmt.Sprintf(", %s on the path", inSeconds(l.onPath))
	}
	for _, s := range l.states {
		out.States = append(out.States, report.Stretch{From: a.at(s.from), To: a.at(s.to), Class: timeline.State(s.what).String()})
	}
	for _, s := range l.path {
		of := way.parts[s.what]
		out.Path = append(out.Path, report.Stretch{
			From: a.at(s.from), To: a.at(s.to), Class: of.class, Text: of.text + ", " + ownText(s.stroke),
		})
	}
	return out
}

// ownText is how long a stroke is, and what of that is its own: the path goes to and fro.
func ownText(s stroke) string {
	const nearly = 0.9
	if float64(s.own) >= nearly*float64(s.ns()) {
		return inSeconds(s.ns())
	}
	return inSeconds(s.own) + " of " + inSeconds(s.ns())
}

// partOf says what a slice is: its class as findings know it, and its place.
func (p *page) partOf(s *slice) part {
	switch s.Class {
	case classHeld:
		return part{"", "stood still to be looked at, which counts nowhere"}
	case classTracer:
		return part{"", "Cupel itself"}
	}
	what := part{s.Class, cmp.Or(s.Class, "not attributed")}
	switch {
	case s.Phase == phaseRuntime && s.Linked != nil:
		what.text += ", the dynamic loader"
	case s.Phase == phaseRuntime && s.Stack == nil:
		what.text += ", process start"
	}
	st := s.Place
	if st == nil {
		st = s.Stack
	}
	f, ok := p.names.innermost(st)
	if !ok && s.Init != nil {
		f, ok = timeline.Frame{Func: s.Init.Symbol, File: s.Init.File, Line: s.Init.Line}, true
	}
	if frames := st.Frames(); !ok && len(frames) > 0 {
		f, ok = frames[0], true
	}
	if ok {
		at := p.names.frame(f)
		what.text += ", " + strings.TrimSpace(shortPlace(at)+" "+p.placeOf(at))
	}
	return what
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

func inSeconds(ns int64) string { return unit.Seconds(float64(ns) / 1e9) }
