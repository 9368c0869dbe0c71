package html

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// fewSections is up to how many sections a page shows at a glance; more have a table of contents.
const fewSections = 4

func sectionID(i int) string { return "section-" + strconv.Itoa(i+1) }

// contents writes links to the sections that have a heading and do not stand aside.
func (p *page) contents(all []report.Section) {
	var titled []int
	for i := range all {
		if all[i].Title != "" && all[i].Aside == "" {
			titled = append(titled, i)
		}
	}
	if len(titled) <= fewSections {
		return
	}
	p.own("<nav class=\"contents\" aria-label=\"Sections\"><ul>")
	for _, i := range titled {
		p.own("<li>")
		p.leaf("a", all[i].Title, "href", "#"+sectionID(i), "class", caseOf(&all[i]))
		p.own("</li>")
	}
	p.own("</ul></nav>\n")
}

// section writes the parts of a section, or folded away those that stand aside together.
func (p *page) section(fold []report.Section, id string) {
	s := &fold[0]
	p.titled = s.Title != ""
	if s.Aside != "" {
		p.aside(fold)
		return
	}
	if s.Title == "" {
		p.own("<section>\n")
	} else {
		p.own("<section aria-labelledby=\"" + id + "\">")
		p.leaf("h2", s.Title, "id", id, "class", caseOf(s))
		p.own("\n")
	}
	p.content(s)
	p.own("</section>\n")
}

// caseOf is the class of a title that is or begins with a name: of a package, a version, or a program with its arguments.
// It has no capital letter of its own.
func caseOf(s *report.Section) string {
	first, _, _ := strings.Cut(cmp.Or(s.Title, s.Aside), " ")
	if s.Name || strings.ContainsAny(first, "./@") {
		return "name"
	}
	return ""
}

// aside writes sections that open when they are asked for.
func (p *page) aside(fold []report.Section) {
	name := fold[0].Title
	if name == "" {
		name = fold[0].Aside
	}
	p.titled = true
	p.own("<details class=\"aside\"><summary>")
	p.leaf("h2", name, "class", caseOf(&fold[0]))
	p.own("</summary>\n")
	for i := range fold {
		if title := fold[i].Title; i > 0 && title != "" {
			p.leaf("h3", title, "class", caseOf(&fold[i]))
		}
		p.content(&fold[i])
	}
	p.own("</details>\n")
}

func (p *page) content(s *report.Section) {
	if s.Paragraph != "" {
		p.own("<p>")
		p.prose(s.Paragraph)
		p.own("</p>\n")
	}
	if s.Table != nil && len(s.Table.Columns) > 0 {
		name := s.Title
		if name == "" {
			name = s.Table.Columns[0].Name
		}
		p.table(s.Table, name)
	}
	for i := range s.Findings {
		p.finding(&s.Findings[i])
	}
	p.keyValues(s.KeyValues)
	if s.Figure != nil {
		p.figure(s.Figure, s.Title)
	}
	if s.Form != nil {
		p.form(s.Form)
	}
}

// table writes a table, which scrolls within itself where the window is too narrow.
func (p *page) table(t *report.Table, name string) {
	p.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Table: "+name)
	p.own("<table>\n<thead><tr>")
	for _, column := range t.Columns {
		p.symbol("th", column.Name, "scope", "col", "class", sideOf(column))
	}
	p.own("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		p.own("<tr>")
		for i := range t.Columns {
			cell := report.Cell{}
			if i < len(row) {
				cell = row[i]
			}
			p.cell(cell, t.Columns[i], i == 0)
		}
		p.own("</tr>\n")
	}
	p.own("</tbody></table></div>\n")
}

func sideOf(column report.Column) string {
	if column.Align == report.Right {
		return "right"
	}
	return ""
}

// shortText is how many bytes a text has that is not broken at its hyphens: a date with its time, an id.
const shortText = 24

// cell writes a value. The first of a row is its heading; blanks before it set it in, below what it is part of.
func (p *page) cell(c report.Cell, column report.Column, first bool) {
	tag, class := "td", sideOf(column)
	if first {
		tag = "th"
	}
	if strings.HasPrefix(c.Text, "  ") {
		class = strings.TrimSpace(class + " part")
	}
	if len(c.Text) <= shortText && strings.Contains(c.Text, "-") {
		class = strings.TrimSpace(class + " whole")
	}
	attributes := []string{"class", class}
	if first {
		attributes = append(attributes, "scope", "row")
	}
	p.open(tag, attributes...)
	text, linked := strings.TrimSpace(c.Text), relative(c.Link)
	if linked {
		p.open("a", "href", c.Link)
	}
	switch {
	case c.Value != nil:
		p.leaf("data", text, "value", raw(*c.Value))
	case strings.Contains(text, "/"):
		p.symbol("span", text)
	default:
		p.text(text)
	}
	if linked {
		p.close("a")
	}
	p.mark(c.Note)
	p.close(tag)
}

// keyValues writes named pieces of text, those that stand aside folded away at the end.
func (p *page) keyValues(all []report.KeyValue) {
	var shown, aside []report.KeyValue
	for _, kv := range all {
		if kv.Aside {
			aside = append(aside, kv)
		} else {
			shown = append(shown, kv)
		}
	}
	p.pairs(shown)
	if len(aside) > 0 {
		p.own("<details class=\"more\"><summary>more</summary>\n")
		p.pairs(aside)
		p.own("</details>\n")
	}
}

func (p *page) pairs(all []report.KeyValue) {
	if len(all) == 0 {
		return
	}
	p.own("<dl class=\"pairs\">\n")
	for _, kv := range all {
		class := ""
		switch kv.Key {
		case "do":
			class = "do"
		case "":
			class = "bare"
		}
		p.open("div", "class", class)
		p.leaf("dt", kv.Key)
		if kv.Literal {
			p.own("<dd class=\"literal\">")
			p.leaf("code", kv.Value)
		} else {
			p.own("<dd>")
			p.prose(kv.Value)
		}
		p.own("</dd></div>\n")
	}
	p.own("</dl>\n")
}
