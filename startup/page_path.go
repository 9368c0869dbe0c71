package startup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// titlePath is the title of the picture of the critical path.
const titlePath = "critical path"

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
	slices []*slice
	kind   []int  // of each slice: which of the parts it is
	parts  []part // each once
}

// A part of a path is what looks the same.
type part struct {
	class class
	text  string
}

// route returns the path with the classes that causes have.
func (p *page) route(o *observation) *route {
	r := &route{slices: o.slices()}
	p.names.locate(o, r.slices...)
	o.markBursts(r.slices)
	markLocks(r.slices)
	markHandoffs(r.slices, o.manyHandoffs())
	known := map[part]int{}
	for _, s := range r.slices {
		what := p.partOf(s)
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
	return text + fmt.Sprintf(" What is shorter than %s is joined with what is beside it.", inSeconds(least)) + imageText(o) + heldText(o)
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
			From: a.at(s.from), To: a.at(s.to), Class: of.class.String(), Text: of.text + ", " + ownText(s.stroke),
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
		return part{classNone, "stood still to be looked at, which counts nowhere"}
	case classTracer:
		return part{classNone, "Cupel itself"}
	}
	what := part{s.Class, cmp.Or(s.Class.String(), "not attributed")}
	switch {
	case s.Phase == phaseRuntime && s.Loader:
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
		f, ok = frames[0].Frame, true
	}
	if ok {
		at := p.names.frame(f)
		what.text += ", " + strings.TrimSpace(shortPlace(at)+" "+p.placeOf(at))
	}
	return what
}

func inSeconds(ns int64) string { return unit.Seconds(float64(ns) / 1e9) }
