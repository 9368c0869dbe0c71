package startup

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// What a waterfall leaves out: what is thinner than a pixel of a wide screen, and the shortest of too many rows.
const (
	thinBar  = 1.0 / 2000 // of the axis
	mostBars = 120
)

// A bar is an init function before it is known whether it is drawn.
type bar struct {
	report.Bar
	seconds float64 // its own time
}

// inits draws the init functions of the run that explains the others; nil if their times are not known.
func (p *page) inits(o *observation) *report.Figure {
	if len(o.marks.Inits) == 0 || o.start < 0 {
		return nil
	}
	a := axis{o.start, o.marks.InitDone}
	if end, ok := p.axisOf(o); ok && (a.to == 0 || a.to > end.to) {
		a.to = end.to
	}
	if a.from >= a.to {
		return nil
	}
	var all []bar
	for i := range o.marks.Inits {
		in := &o.marks.Inits[i]
		to := cmp.Or(in.End, a.to)
		if to < in.Start || in.Start > a.to {
			continue
		}
		own := float64(to-in.Start-heldWithin(o.line.Held[mainGoroutine], in.Start, to)) / 1e9
		place := p.names.frame(timeline.Frame{Func: in.Symbol, File: in.File, Line: in.Line})
		all = append(all, bar{seconds: own, Bar: report.Bar{
			Label: symbolPath(place), Place: p.placeOf(place), Class: p.classAt(place), From: a.at(in.Start), To: a.at(to),
		}})
	}
	var marks []report.Mark
	for _, m := range a.marks(o) {
		if m.Name != "ready" {
			marks = append(marks, m)
		}
	}
	caption := "Init functions in the order in which they ran, %s, from exec on." + heldText(o)
	return waterfall(all, a.total(), marks, fmt.Sprintf(caption, observedRun(p.rec)))
}

// packageInits draws what GODEBUG=inittrace=1 told, where nothing else did; nil without.
func (p *page) packageInits() *report.Figure {
	if !p.files.has(fileInitTrace) {
		return nil
	}
	f, err := p.files.Open(fileInitTrace)
	if err != nil {
		p.missing("picture of package init", err)
		return nil
	}
	lines, err := parseInitTrace(f)
	if err != nil {
		p.missing("part of the picture of package init", err)
	}
	var all []bar
	total := 0.0
	for _, l := range lines {
		pkg := l.Package
		if pkg == "main" {
			pkg = p.names.main
		}
		b := bar{Bar: report.Bar{Label: pkg, From: l.At.Seconds(), To: (l.At + l.Clock).Seconds()}, seconds: l.Clock.Seconds()}
		all, total = append(all, b), max(total, b.To)
	}
	return waterfall(all, total, nil, "Package init in the order in which it ran, as the Go runtime tells it (GODEBUG=inittrace=1), "+
		"from the begin of the runtime's own init on.")
}

// waterfall is the figure of bars, without those that cannot be seen.
func waterfall(all []bar, total float64, marks []report.Mark, caption string) *report.Figure {
	if len(all) == 0 || total <= 0 {
		return nil
	}
	whole := 0.0
	for _, b := range all {
		whole += b.seconds
	}
	w := &report.Waterfall{Total: total, Marks: marks}
	drawn := visible(all, total)
	if len(drawn) == 0 {
		return nil
	}
	left, rest := 0, 0.0
	for i, b := range all {
		if !drawn[i] {
			left, rest = left+1, rest+b.seconds
			continue
		}
		b.Text = unit.Seconds(b.seconds)
		if whole > 0 {
			b.Text += ", " + unit.Percent(b.seconds/whole) + " of package init"
		}
		w.Bars = append(w.Bars, b.Bar)
	}
	if left > 0 {
		caption += fmt.Sprintf(" %d more are too short to be seen, together %s.", left, unit.Seconds(rest))
	}
	return &report.Figure{Title: "package init", Caption: caption, Waterfall: w}
}

// visible returns which bars are drawn: those long enough to be seen, and of too many the longest.
func visible(all []bar, total float64) map[int]bool {
	var order []int
	for i, b := range all {
		if b.seconds >= thinBar*total {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(all[j].seconds, all[i].seconds) })
	drawn := map[int]bool{}
	for _, i := range order[:min(len(order), mostBars)] {
		drawn[i] = true
	}
	return drawn
}

// classAt is the class of the dearest finding that blames a place, "" if there is none.
func (p *page) classAt(place evidence.Frame) string {
	class, cost := "", 0.0
	for _, f := range ranked(p.rec) {
		if f.Where.Package == place.Package && f.Where.Symbol == place.Symbol && f.Cost.Value > cost {
			class, cost = f.Class, f.Cost.Value
		}
	}
	return class
}

// placeOf is file:line, "" where the file is not known.
func (p *page) placeOf(f evidence.Frame) string {
	if f.File == "" {
		return ""
	}
	return place(f, p.rec.Subject.Module)
}
