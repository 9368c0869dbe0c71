// Package text renders a report.Document as plain text for a terminal or a log.
//
// The answer comes first; tables and ranked findings follow, aligned and wrapped to the width of the
// page. Colour is an addition that never carries meaning alone: without it the same characters
// are written.
package text

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// The widths of a page in columns: what most terminals and log viewers show, and what the layout
// needs at the least.
const (
	defaultWidth = 80
	leastWidth   = 40
)

// indent sets tables and findings off from what introduces them.
const indent = 2

// Options say how a page looks.
type Options struct {
	Width int  // columns; 0 means 80, and less than 40 is taken as 40. Rows of tables are never wrapped
	Color bool // whether to use ANSI colours
	ASCII bool // whether to write nothing but ASCII, see function ASCII
	All   bool // whether to show what stands aside, too
}

// Render writes d to w.
func Render(w io.Writer, d *report.Document, o Options) error {
	p := newPage(w, o)
	if o.ASCII {
		d = inASCII(d)
	}
	p.paragraph(p.style(bold), "", d.Answer)
	var aside []string
	for i := range d.Sections {
		if s := &d.Sections[i]; s.Aside == "" || p.all {
			p.section(s)
		} else {
			aside = append(aside, s.Aside)
		}
	}
	p.leftOut(slices.Compact(aside))
	p.notes(d.Notes)
	p.footnotes(d.Footnotes)
	return p.out.Flush()
}

// Hanging writes text to w, the first line after head and the others below its text.
func Hanging(w io.Writer, head, text string, o Options) error {
	p := newPage(w, o)
	if o.ASCII {
		head, text = ASCII(head), ASCII(text)
	}
	p.hanging(p.style(plain), head, text)
	return p.out.Flush()
}

// A page collects lines. Errors of the writer are kept by out until it is flushed.
type page struct {
	out   *bufio.Writer
	width int
	color bool
	ascii bool
	all   bool

	referred map[int]bool // footnotes of which a mark is shown, by number
}

func newPage(w io.Writer, o Options) *page {
	p := &page{
		out: bufio.NewWriter(w), width: max(o.Width, leastWidth), color: o.Color, ascii: o.ASCII, all: o.All,
		referred: map[int]bool{},
	}
	if o.Width == 0 {
		p.width = defaultWidth
	}
	return p
}

// leftOut names the sections that were not shown.
func (p *page) leftOut(names []string) {
	if len(names) > 0 {
		p.line("")
		p.paragraph(p.style(dim), spaces(indent), "left out: "+strings.Join(names, ", ")+" (-v shows all)")
	}
}

// section writes the parts of a section, each after an empty line.
func (p *page) section(s *report.Section) {
	if s.Title != "" {
		p.line("")
		p.paragraph(p.style(bold), "", s.Title)
	}
	if s.Paragraph != "" {
		p.line("")
		p.paragraph(p.style(plain), spaces(indent), s.Paragraph)
	}
	if s.Table != nil {
		p.line("")
		p.table(s.Table)
	}
	p.findings(s.Findings)
	if len(s.KeyValues) > 0 {
		p.line("")
		p.keyValues(indent, s.KeyValues, p.keyWidth(s.KeyValues))
	}
}

// notes writes each note with a dash and a hanging indent.
func (p *page) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	p.line("")
	p.paragraph(p.style(bold), "", "notes")
	p.line("")
	for _, note := range notes {
		p.hanging(p.style(plain), spaces(indent)+"- ", note)
	}
}

// footnotes writes those that are referred to; of what was left out there is no mark. They keep their numbers, which
// are the same in every form.
func (p *page) footnotes(notes []string) {
	first := true
	for i, note := range notes {
		if !p.referred[i+1] {
			continue
		}
		if first {
			p.line("")
			first = false
		}
		p.hanging(p.style(dim), spaces(indent)+p.mark(i+1)+" ", note)
	}
}

// paragraph writes text wrapped to the page, each line after the margin.
func (p *page) paragraph(style style, margin, text string) {
	for _, line := range wrap(text, p.width-displayWidth(margin)) {
		p.line(margin + style.apply(line))
	}
}

// hanging writes text wrapped to the page, the first line after head and the others below its text.
func (p *page) hanging(style style, head, text string) {
	margin := head
	for _, line := range wrap(text, p.width-displayWidth(head)) {
		p.line(margin + style.apply(line))
		margin = spaces(displayWidth(head))
	}
}

// line writes one line without the blanks at its end. Wherever foreign text was broken, it commands nothing in the log
// of a CI system.
func (p *page) line(text string) {
	p.out.WriteString(report.Inert(strings.TrimRight(text, " ")))
	p.out.WriteByte('\n')
}
