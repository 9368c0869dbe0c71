package html

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
)

// severities are those that have a colour, and a shape beside the word.
var severities = []string{finding.High, finding.Medium, finding.Low, finding.Info}

// finding writes a card.
func (p *page) finding(e *report.Entry) {
	id, level := p.id("finding"), "h2"
	if p.titled {
		level = "h3"
	}
	class := "finding"
	if slices.Contains(severities, e.Severity) {
		class += " " + e.Severity
	}
	p.open("article", "class", class, "aria-labelledby", id)
	p.own("<header>")
	if e.Severity != "" {
		p.leaf("span", e.Severity, "class", "severity")
	}
	p.open(level, "id", id)
	if e.Rank > 0 {
		p.leaf("span", strconv.Itoa(e.Rank)+".", "class", "rank")
		p.own(" ")
	}
	p.text(e.ID)
	p.close(level)
	p.cost(e)
	p.own("</header>\n")
	p.shareBar(e.Share)
	if e.Statement != "" {
		p.own("<p class=\"statement\">")
		p.prose(e.Statement)
		p.own("</p>\n")
	}
	p.place(e)
	p.keyValues(e.Details)
	p.own("</article>\n")
}

func (p *page) cost(e *report.Entry) {
	if e.Cost == "" && e.Share == "" && e.Note == 0 {
		return
	}
	p.own("<p class=\"cost\">")
	if e.Cost != "" {
		p.own("<strong>")
		p.prose(e.Cost)
		p.own("</strong>")
	}
	p.mark(e.Note)
	if e.Share != "" {
		p.own(" ")
		p.own("<span class=\"share\">")
		p.prose(e.Share)
		p.own("</span>")
	}
	p.own("</p>")
}

// shareBar draws a share as the part of a line. It says nothing that the text beside it does not, so what is no
// plain percentage has none.
func (p *page) shareBar(share string) {
	number, ok := strings.CutSuffix(share, "%")
	part, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(number, "\u00a0")), 64)
	if !ok || err != nil || !(part >= 0) {
		return
	}
	p.ownf("<svg class=\"sharebar\" aria-hidden=\"true\" height=\"4\"><rect class=\"all\" width=\"100%%\" height=\"4\" rx=\"2\"/>"+
		"<rect class=\"part\" width=\"%s%%\" height=\"4\" rx=\"2\"/></svg>\n", num(min(part, 100)))
}

// place writes what is to blame and where that is.
func (p *page) place(e *report.Entry) {
	if e.Place == "" && e.File == "" {
		return
	}
	p.own("<p class=\"place\">")
	if e.Place != "" {
		p.symbol("code", e.Place, "class", "symbol")
	}
	if e.File != "" {
		p.own(" ")
		p.symbol("code", e.File, "class", "file literal")
	}
	p.own("</p>\n")
}
