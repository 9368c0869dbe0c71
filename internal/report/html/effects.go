package html

import (
	"math"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// A ratioAxis is logarithmic around 1: twice and half are equally far from it.
type ratioAxis struct{ reach float64 } // natural logarithm of what is at the right end

// axisOf returns the axis on which all rows fit.
func axisOf(e *report.Effects) ratioAxis {
	reach := math.Max(0.05, 2*math.Log1p(math.Max(0, e.Least)))
	for _, row := range e.Rows {
		for _, ratio := range []float64{row.Ratio, row.Lo, row.Hi} {
			if ratio > 0 && !math.IsInf(ratio, 0) {
				reach = math.Max(reach, 1.1*math.Abs(math.Log(ratio)))
			}
		}
	}
	return ratioAxis{reach}
}

// at returns where a ratio lies, 0 to 100.
func (a ratioAxis) at(ratio float64) float64 {
	if !(ratio > 0) {
		return 0
	}
	return percent(math.Log(ratio)+a.reach, 2*a.reach)
}

// effects writes a list: label, interval, outcome. The intervals have the axis in common.
func (p *page) effects(e *report.Effects) {
	axis := axisOf(e)
	p.own("<div class=\"effects\">\n<div class=\"axis\"><svg class=\"ticks\" width=\"100%\" height=\"18\" aria-hidden=\"true\">")
	for _, ratio := range axis.ticks() {
		x := axis.at(ratio)
		p.ownf("<line x1=\"%s%%\" x2=\"%[1]s%%\" y1=\"14\" y2=\"18\"/><text x=\"%[1]s%%\" y=\"11\" text-anchor=\"%s\">×%s</text>",
			num(x), anchor(x), ratioText(ratio))
	}
	p.own("</svg></div>\n<ol class=\"rows\" data-roving>\n")
	for i := range e.Rows {
		p.effect(&e.Rows[i], axis, e.Least)
	}
	p.own("</ol>\n")
	if e.Least > 0 {
		p.own("<p class=\"key\">The shaded band is what does not matter: differences of less than " + escape(unit.Percent(e.Least)) +
			". Left of the line at ×1 the candidate has less, right of it more.</p>\n")
	}
	p.own("</div>\n")
}

// ticks returns ratios on both sides of 1, each the inverse of another.
func (a ratioAxis) ticks() []float64 {
	for _, step := range []float64{1.02, 1.05, 1.1, 1.2, 1.5, 2, 4, 10, 100, 1000} {
		if math.Log(step) >= a.reach/2 || step == 1000 {
			return []float64{1 / step, 1, step}
		}
	}
	return []float64{1}
}

func (p *page) effect(e *report.Effect, axis ratioAxis, least float64) {
	text := "×" + ratioText(e.Ratio)
	known := e.Ratio > 0 && !math.IsInf(e.Ratio, 0)
	if !known {
		text = "no ratio"
	}
	interval := known && e.Lo > 0 && e.Hi >= e.Lo && !math.IsInf(e.Hi, 0)
	if interval {
		text += " (" + ratioText(e.Lo) + "–" + ratioText(e.Hi) + ")"
	}
	p.own("<li>")
	p.symbol("span", e.Label, "class", "label")
	p.own("<svg class=\"track\" width=\"100%\" height=\"20\" aria-hidden=\"true\">")
	p.leaf("title", e.Label+": "+text+", "+e.Outcome)
	p.own("<rect class=\"ground\" width=\"100%\" height=\"20\"/>")
	if lo, hi := axis.at(1/(1+least)), axis.at(1+least); lo < hi {
		p.ownf("<rect class=\"band\" x=\"%s%%\" width=\"%s%%\" height=\"20\"/>", num(lo), num(hi-lo))
	}
	p.own("<line class=\"one\" x1=\"50%\" x2=\"50%\" y1=\"0\" y2=\"20\"/>")
	if interval {
		p.ownf("<line class=\"interval\" x1=\"%s%%\" x2=\"%s%%\" y1=\"10\" y2=\"10\"/>", num(axis.at(e.Lo)), num(axis.at(e.Hi)))
	}
	if known {
		p.ownf("<circle class=\"ratio\" cx=\"%s%%\" cy=\"10\" r=\"4.5\"/>", num(axis.at(e.Ratio)))
	}
	p.own("</svg>")
	p.outcome(e, text)
	p.own("</li>\n")
}

// outcome writes a ratio and what was concluded from it.
func (p *page) outcome(e *report.Effect, text string) {
	p.own("<span class=\"text\">")
	p.leaf("data", text, "value", raw(e.Ratio))
	if e.Outcome != "" {
		p.own(" ")
		p.leaf("span", e.Outcome, "class", strings.TrimSpace("outcome "+outcomeClass(e.Outcome)))
	}
	if e.Better == "lower" || e.Better == "higher" {
		p.own(" <span class=\"class\">" + e.Better + " is better</span>")
	}
	p.own("</span>")
}

// outcomeClass returns the CSS class of an outcome, "" of those without a colour.
func outcomeClass(outcome string) string {
	if outcome == "improved" || outcome == "regressed" {
		return outcome
	}
	return ""
}

// ratioText writes a ratio with three digits after the point, fewer where it is great.
func ratioText(v float64) string {
	digits := 3
	if v >= 10 {
		digits = 1
	}
	return num(math.Round(v*math.Pow10(digits)) / math.Pow10(digits))
}
