package html

import (
	"cmp"
	"math"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// figure writes a picture with its title, unless that is the heading above it, and its caption.
func (p *page) figure(f *report.Figure, heading string) {
	id := p.id("figure")
	p.open("figure", "aria-labelledby", id)
	p.own("\n<figcaption id=\"" + id + "\">")
	if f.Title != "" && f.Title != heading {
		p.leaf("strong", f.Title)
		p.own(" ")
	}
	if f.Caption != "" {
		p.own("<span>")
		p.prose(f.Caption)
		p.own("</span>")
	}
	p.own("</figcaption>\n")
	if f.Waterfall != nil {
		p.waterfall(f.Waterfall)
	}
	if f.Timeline != nil {
		p.timeline(f.Timeline)
	}
	if f.Flame != nil {
		p.flame(f.Flame)
	}
	if f.Effects != nil {
		p.effects(f.Effects)
	}
	if f.Chart != nil {
		p.chart(f.Chart)
	}
	if f.Network != nil {
		p.network(f.Network)
	}
	if f.Matrix != nil {
		p.matrix(f.Matrix)
	}
	if f.Treemap != nil {
		p.treemap(f.Treemap)
	}
	p.own("</figure>\n")
}

// classes are the classes of findings and states of goroutines that have a colour of their own.
var classes = map[string]bool{
	"cpu": true, "gc": true, "sched": true, "throttle": true, "network": true, "dns": true, "file": true, "subprocess": true,
	"sleep": true, "lock": true, "channel": true, "cgo": true, "tracer": true, "held": true,
	"running": true, "runnable": true, "waiting": true, "syscall": true,
}

// classOf returns the CSS class of a class of findings or a state.
func classOf(name string) string {
	if classes[name] {
		return "c-" + name
	}
	return "c-other"
}

// notAttributed is what stretches of the critical path without a class are called.
const notAttributed = "not attributed"

// legend names the classes, in order; none is what that without a name is called.
func (p *page) legend(names []string, none string) {
	if len(names) == 0 {
		return
	}
	p.own("<ul class=\"legend\" aria-label=\"Legend\">")
	for _, name := range names {
		p.own("<li><svg class=\"swatch " + classOf(name) + "\" width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" rx=\"2\"/></svg> ")
		p.leaf("span", cmp.Or(name, none))
		p.own("</li>")
	}
	p.own("</ul>\n")
}

// ticks returns round values from lo to hi, about as many as wanted.
func ticks(lo, hi float64, wanted int) []float64 {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(wanted))))
	for _, factor := range []float64{2, 2.5, 2} { // 2, 5 and 10 times the power of ten
		if (hi-lo)/step <= float64(wanted) {
			break
		}
		step *= factor
	}
	var at []float64
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi*(1+1e-9) && len(at) < 100; i++ {
		at = append(at, i*step)
	}
	return at
}

// timeAxis writes the ticks of an axis of seconds that ends at total, and the names of marks above them.
func (p *page) timeAxis(total float64, marks []report.Mark) {
	p.own("<div class=\"axis\">")
	p.marks(total, marks)
	p.own("<svg class=\"ticks\" width=\"100%\" height=\"18\" aria-hidden=\"true\">")
	scale := unit.NewScale("seconds", total)
	for _, at := range ticks(0, total, 6) {
		x := percent(at, total)
		p.ownf("<line x1=\"%s%%\" x2=\"%[1]s%%\" y1=\"0\" y2=\"4\"/>", num(x))
		p.ownf("<text x=\"%s%%\" y=\"15\" text-anchor=\"%s\">%s</text>", num(x), anchor(x), escape(tickText(scale, at)))
	}
	p.own("</svg></div>\n")
}

// tickText is a round value without the zeros at its end: "2.5 ms", "10 ms", "0".
func tickText(scale unit.Scale, v float64) string {
	if v == 0 {
		return "0"
	}
	number, suffix, _ := strings.Cut(scale.Format(v), " ")
	if strings.Contains(number, ".") {
		number = strings.TrimRight(strings.TrimRight(number, "0"), ".")
	}
	return strings.TrimSpace(number + " " + suffix)
}

// marks writes the names of instants, each in a line of its own, lest they cover one another.
func (p *page) marks(total float64, marks []report.Mark) {
	if len(marks) == 0 {
		return
	}
	height := 15 * len(marks)
	p.ownf("<svg class=\"marks\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", height)
	for i, m := range marks {
		x, y := percent(m.At, total), 15*i
		p.ownf("<line class=\"mark\" x1=\"%s%%\" x2=\"%[1]s%%\" y1=\"%d\" y2=\"%d\"/>", num(x), y, height)
		shift, side := "4", "start"
		if x > 50 {
			shift, side = "-4", "end"
		}
		p.ownf("<text x=\"%s%%\" dx=\"%s\" y=\"%d\" text-anchor=\"%s\">%s %s</text>",
			num(x), shift, y+11, side, escape(m.Name), escape(unit.Seconds(m.At)))
	}
	p.own("</svg>")
}

// markLines draws the instants through a picture of percentages.
func (p *page) markLines(total float64, marks []report.Mark) {
	for _, m := range marks {
		p.ownf("<line class=\"mark\" x1=\"%s%%\" x2=\"%[1]s%%\" y1=\"0\" y2=\"100%%\"/>", num(percent(m.At, total)))
	}
}

// anchor is the side of a text that is held, so that texts at the ends stay within the picture.
func anchor(x float64) string {
	switch {
	case x < 7:
		return "start"
	case x > 93:
		return "end"
	}
	return "middle"
}
