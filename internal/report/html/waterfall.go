package html

import (
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// waterfall writes a list: label, bar, text. The bars have the axis in common.
func (p *page) waterfall(w *report.Waterfall) {
	p.own("<div class=\"waterfall\">\n")
	p.timeAxis(w.Total, w.Marks)
	p.own("<ol class=\"rows\" data-roving>\n")
	var names []string
	for i := range w.Bars {
		b := &w.Bars[i]
		if !slices.Contains(names, b.Class) {
			names = append(names, b.Class)
		}
		p.bar(b, w)
	}
	p.own("</ol>\n")
	if len(names) > 1 || len(names) == 1 && names[0] != "" {
		p.legend(names, "not known")
	}
	p.own("</div>\n")
}

func (p *page) bar(b *report.Bar, w *report.Waterfall) {
	from, to := percent(b.From, w.Total), percent(b.To, w.Total)
	p.own("<li>")
	p.symbol("span", b.Label, "class", "label")
	p.own("<svg class=\"track\" width=\"100%\" height=\"16\" aria-hidden=\"true\">")
	p.leaf("title", b.Label+": "+b.Text+", from "+unit.Seconds(b.From)+" to "+unit.Seconds(b.To))
	p.own("<rect class=\"ground\" width=\"100%\" height=\"16\"/>")
	p.markLines(w.Total, w.Marks)
	p.ownf("<rect class=\"bar %s\" x=\"%s%%\" y=\"2\" width=\"%s%%\" height=\"12\" rx=\"1.5\"/></svg>",
		classOf(b.Class), num(from), num(max(to-from, 0.15)))
	p.own("<span class=\"text\">")
	p.text(b.Text)
	if b.Class != "" {
		p.own(" ")
		p.leaf("span", b.Class, "class", "class")
	}
	if b.Place != "" {
		p.own(" ")
		p.shortPlace(b.Place)
	}
	p.own("</span></li>\n")
}

// shortPlace writes a file and its line. Its folder is seen where the row has the focus, and is always read aloud.
func (p *page) shortPlace(place string) {
	i := strings.LastIndexByte(place, '/') + 1
	p.open("code", "title", place)
	if i > 0 {
		p.symbol("span", place[:i], "class", "folder")
	}
	p.text(place[i:])
	p.close("code")
}
