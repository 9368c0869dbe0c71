package html

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// shapes are the marks of series, so that they differ without colour, too: circle, square, diamond, triangles, cross.
var shapes = []string{
	"M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "M-3.5-3.5h7v7h-7z", "M0-5L5 0L0 5L-5 0z", "M0-5L5 4H-5z", "M0 5L5-4H-5z",
	"M-2-5h4v3h3v4h-3v3h-4v-3h-3v-4h3z",
}

// A plane is what a chart spans.
type plane struct {
	first, last time.Time
	lo, hi      float64
}

// planeOf returns the plane in which all points lie. It begins at 0 unless the values are far from it.
func planeOf(c *report.Chart) (pl plane, ok bool) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range c.Series {
		for _, pt := range s.Points {
			if pl.first.IsZero() || pt.At.Before(pl.first) {
				pl.first = pt.At
			}
			if pt.At.After(pl.last) {
				pl.last = pt.At
			}
			for _, v := range []float64{pt.Value, low(pt), high(pt)} {
				if finite(v) {
					lo, hi = math.Min(lo, v), math.Max(hi, v)
				}
			}
		}
	}
	if lo > hi {
		return pl, false
	}
	room := math.Max(hi-lo, math.Abs(hi)*0.02)
	pl.lo, pl.hi = lo-room/8, hi+room/8
	if lo >= 0 && lo < 2*room {
		pl.lo = 0
	}
	if pl.hi <= pl.lo {
		pl.hi = pl.lo + 1
	}
	return pl, true
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func low(pt report.Point) float64 {
	if pt.Lo == 0 && pt.Hi == 0 {
		return pt.Value
	}
	return pt.Lo
}

func high(pt report.Point) float64 {
	if pt.Lo == 0 && pt.Hi == 0 {
		return pt.Value
	}
	return pt.Hi
}

// x and y are where something lies, in percent of the picture's width and height. Points keep away from the sides.
func (pl plane) x(at time.Time) float64 {
	whole := pl.last.Sub(pl.first).Seconds()
	if whole <= 0 {
		return 50
	}
	return 2 + 0.96*percent(at.Sub(pl.first).Seconds(), whole)
}

func (pl plane) y(v float64) float64 { return 100 - percent(v-pl.lo, pl.hi-pl.lo) }

// chart writes values over time.
func (p *page) chart(c *report.Chart) {
	pl, ok := planeOf(c)
	if !ok {
		p.own("<p class=\"key\">There is nothing to show.</p>\n")
		return
	}
	p.own("<div class=\"chart\">\n<div class=\"plot\">\n")
	p.valueAxis(pl, c.Unit)
	p.own("<svg class=\"plane\" role=\"group\" aria-label=\"Values over time\" data-roving>\n")
	for _, v := range ticks(pl.lo, pl.hi, 5) {
		p.ownf("<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%s%%\" y2=\"%[1]s%%\"/>", num(pl.y(v)))
	}
	p.chartMarks(c.Marks, pl)
	for i := range c.Series {
		p.series(&c.Series[i], i, pl, c.Unit)
	}
	p.own("</svg>\n")
	p.dates(pl)
	p.own("</div>\n")
	p.chartKey(c)
	p.own("</div>\n")
}

func (p *page) valueAxis(pl plane, name string) {
	values := ticks(pl.lo, pl.hi, 5)
	scale := unit.NewScale(name, values...)
	p.own("<svg class=\"values\" aria-hidden=\"true\">")
	for _, v := range values {
		p.ownf("<text x=\"100%%\" y=\"%s%%\" dx=\"-6\" dy=\"4\" text-anchor=\"end\">%s</text>", num(pl.y(v)), escape(tickText(scale, v)))
	}
	p.own("</svg>\n")
}

// dates names the beginning, the middle and the end of the axis.
func (p *page) dates(pl plane) {
	format := "2006-01-02"
	if pl.last.Sub(pl.first) < 48*time.Hour {
		format = "01-02 15:04"
	}
	p.own("<svg class=\"dates\" height=\"18\" aria-hidden=\"true\">")
	at := []time.Time{pl.first}
	if pl.last.After(pl.first) {
		at = append(at, pl.first.Add(pl.last.Sub(pl.first)/2), pl.last)
	}
	for _, t := range at {
		x := pl.x(t)
		p.ownf("<text x=\"%s%%\" y=\"14\" text-anchor=\"%s\">%s</text>", num(x), anchor(x), t.UTC().Format(format))
	}
	p.own("</svg>\n")
}

// chartMarks draws a line with a number for each mark; chartKey has the texts.
func (p *page) chartMarks(marks []report.ChartMark, pl plane) {
	for i, m := range marks {
		p.own("<g class=\"chartmark\">")
		p.leaf("title", m.At.UTC().Format("2006-01-02 15:04")+": "+m.Text)
		p.ownf("<line x1=\"%s%%\" x2=\"%[1]s%%\" y1=\"0\" y2=\"100%%\"/><text x=\"%[1]s%%\" dx=\"3\" y=\"11\">%d</text></g>\n", num(pl.x(m.At)), i+1)
	}
}

func (p *page) series(s *report.Series, i int, pl plane, name string) {
	p.ownf("<g class=\"series s%d\">\n", i%len(shapes))
	points := slices.DeleteFunc(slices.Clone(s.Points), func(pt report.Point) bool { return !finite(pt.Value) })
	for j := 1; j < len(points); j++ {
		a, b := points[j-1], points[j]
		p.ownf("<line class=\"way\" x1=\"%s%%\" y1=\"%s%%\" x2=\"%s%%\" y2=\"%s%%\"/>", num(pl.x(a.At)), num(pl.y(a.Value)), num(pl.x(b.At)), num(pl.y(b.Value)))
	}
	for _, pt := range points {
		p.point(pt, s.Name, shapes[i%len(shapes)], pl, name)
	}
	p.own("</g>\n")
}

// point draws a value with its interval. All that is known of it is its label for those who do not see it.
func (p *page) point(pt report.Point, series, shape string, pl plane, name string) {
	text := fmt.Sprintf("%s, %s %s: %s", series, pt.At.UTC().Format("2006-01-02 15:04"), pt.Label, unit.Format(pt.Value, name))
	x, y := num(pl.x(pt.At)), num(pl.y(pt.Value))
	interval := (pt.Lo != 0 || pt.Hi != 0) && finite(pt.Lo) && finite(pt.Hi)
	if interval {
		text += " (" + unit.NewScale(name, pt.Lo, pt.Hi).Range(pt.Lo, pt.Hi) + ")"
	}
	if pt.Record != "" {
		text += ", record " + pt.Record
	}
	p.open("g", "class", "point", "role", "img", "aria-label", text, "data-value", raw(pt.Value))
	p.leaf("title", text)
	if interval {
		p.ownf("<line class=\"whisker\" x1=\"%s%%\" x2=\"%[1]s%%\" y1=\"%s%%\" y2=\"%s%%\"/>", x, num(pl.y(pt.Lo)), num(pl.y(pt.Hi)))
	}
	p.ownf("<svg x=\"%s%%\" y=\"%s%%\"><circle class=\"halo\" r=\"9\"/><path d=\"%s\"/></svg></g>\n", x, y, shape)
}

// chartKey writes the legend, the marks and which direction is better.
func (p *page) chartKey(c *report.Chart) {
	p.own("<ul class=\"legend\" aria-label=\"Legend\">")
	for i := range c.Series {
		p.ownf("<li><svg class=\"swatch series s%d\" width=\"12\" height=\"12\" viewBox=\"-6 -6 12 12\" aria-hidden=\"true\"><path d=\"%s\"/></svg> ",
			i%len(shapes), shapes[i%len(shapes)])
		p.leaf("span", c.Series[i].Name)
		p.own("</li>")
	}
	p.own("</ul>\n")
	if len(c.Marks) > 0 {
		p.own("<ol class=\"chartmarks\" aria-label=\"Marks\">")
		for _, m := range c.Marks {
			p.own("<li>")
			p.instant(m.At)
			p.own(" ")
			p.leaf("span", m.Text)
			p.own("</li>")
		}
		p.own("</ol>\n")
	}
	if c.Better == "lower" || c.Better == "higher" {
		p.own("<p class=\"key\">" + c.Better + " is better</p>\n")
	}
}
