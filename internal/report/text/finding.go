package text

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Greatest widths of a detail's key: of one that is aligned with the others, since longer ones
// ("imported via") would push all text to the right; and of one that has its text beside it at all.
const (
	shortKey = 8
	longKey  = 20
)

// findings writes the entries with their heads aligned as one table, and the keys of their details as another.
func (p *page) findings(entries []report.Entry) {
	heads := make([][]string, len(entries))
	for i := range entries {
		heads[i] = p.head(&entries[i])
	}
	if len(entries) == 0 {
		return
	}
	widths, keys := columnWidths(heads), 0
	for i := range entries {
		keys = max(keys, p.keyWidth(entries[i].Details))
	}
	for i := range entries {
		p.line("")
		p.entry(&entries[i], heads[i], widths, keys)
	}
}

// head returns rank, severity, rule, cost and share.
func (p *page) head(e *report.Entry) []string {
	rank := ""
	if e.Rank > 0 {
		rank = strconv.Itoa(e.Rank)
	}
	return []string{rank, report.OneLine(e.Severity), report.OneLine(e.ID), report.OneLine(e.Cost) + p.refer(e.Note), report.OneLine(e.Share)}
}

func (p *page) entry(e *report.Entry, head []string, widths []int, keys int) {
	columns := []string{
		pad(head[0], widths[0], report.Right),
		styled(p.severity(e.Severity), head[1], widths[1]),
		styled(p.style(bold), head[2], widths[2]),
		pad(head[3], widths[3], report.Right),
		pad(head[4], widths[4], report.Right),
	}
	p.line(spaces(indent) + strings.Join(columns, gap))

	margin := indent + widths[0] + len(gap)
	p.place(margin, e)
	p.paragraph(p.style(plain), spaces(margin), e.Statement)
	p.keyValues(margin, e.Details, keys)
}

// styled is pad to the left for text in a style, whose sequences take no room.
func styled(s style, text string, width int) string {
	return s.apply(text) + spaces(width-displayWidth(text))
}

// place writes what is to blame and where that is, on one line if they fit: both are pasted into
// editors and must not be broken.
func (p *page) place(margin int, e *report.Entry) {
	place, file := report.OneLine(e.Place), report.OneLine(e.File)
	together := place + gap + file
	switch {
	case place == "" || file == "":
		p.linesOf(margin, place+file)
	case margin+displayWidth(together) <= p.width:
		p.linesOf(margin, together)
	default:
		p.linesOf(margin, place, file)
	}
}

// linesOf writes lines that are not to be wrapped, leaving out empty ones.
func (p *page) linesOf(margin int, lines ...string) {
	for _, line := range lines {
		if line != "" {
			p.line(spaces(margin) + line)
		}
	}
}

// shown leaves out what stands aside, unless all is asked for.
func (p *page) shown(pairs []report.KeyValue) []report.KeyValue {
	if p.all {
		return pairs
	}
	return slices.DeleteFunc(slices.Clone(pairs), func(kv report.KeyValue) bool { return kv.Aside })
}

// keyWidth is the width of the keys that are aligned.
func (p *page) keyWidth(pairs []report.KeyValue) int {
	width := 0
	for _, pair := range p.shown(pairs) {
		if w := displayWidth(report.OneLine(pair.Key)); w <= shortKey {
			width = max(width, w)
		}
	}
	return width
}

// keyValues writes keys, to a width, with their values beside them, wrapped below themselves.
func (p *page) keyValues(margin int, pairs []report.KeyValue, width int) {
	for _, pair := range p.shown(pairs) {
		key := pad(report.OneLine(pair.Key), width, report.Left)
		p.keyValue(spaces(margin), key+gap, pair)
	}
}

// keyValue writes a value beside its key, or below it where the key is a sentence or takes too much of the page.
func (p *page) keyValue(margin, key string, pair report.KeyValue) {
	label, value := strings.TrimRight(key, " "), report.OneLine(pair.Value)
	used := displayWidth(margin + key)
	if used > p.width/2 || displayWidth(label) > longKey || value == "" {
		p.line(margin + p.style(dim).apply(label))
		p.paragraph(p.style(plain), margin+spaces(indent), value)
		return
	}
	lines := []string{value}
	if !pair.Literal {
		lines = wrap(value, p.width-used)
	}
	for i, line := range lines {
		if i == 0 {
			p.line(margin + styled(p.style(dim), label, displayWidth(key)) + line)
			continue
		}
		p.line(spaces(used) + line)
	}
}
