package text

import (
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// gap is what separates columns.
const gap = "  "

// table writes a heading and the rows. Text is set left and numbers right, so that digits of one
// column stand below each other; the mark of a footnote hangs to the right of its number.
func (p *page) table(t *report.Table) {
	rows := [][]string{p.heading(t)}
	for _, row := range t.Rows {
		rows = append(rows, p.cells(t, row))
	}
	widths := columnWidths(rows)
	for i, row := range rows {
		style := p.style(plain)
		if i == 0 {
			style = p.style(dim)
		}
		line := joinColumns(t.Columns, row, widths)
		p.line(spaces(indent) + style.apply(strings.TrimRight(line, " ")))
	}
}

func (p *page) heading(t *report.Table) []string {
	names := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		names[i] = report.OneLine(column.Name) + spaces(p.markRoom(t, i))
	}
	return names
}

// cells returns the text of a row with its marks.
func (p *page) cells(t *report.Table, row []report.Cell) []string {
	texts := make([]string, len(t.Columns))
	for i := range min(len(row), len(texts)) {
		texts[i] = report.OneLine(row[i].Text) + pad(p.refer(row[i].Note), p.markRoom(t, i), report.Left)
	}
	return texts
}

// markRoom is the width that every cell of a column of numbers leaves for marks, lest the numbers
// that have one be shifted.
func (p *page) markRoom(t *report.Table, column int) int {
	room := 0
	if t.Columns[column].Align != report.Right {
		return room
	}
	for _, row := range t.Rows {
		if column < len(row) {
			room = max(room, displayWidth(p.mark(row[column].Note)))
		}
	}
	return room
}

// refer is the mark of a footnote, which is shown then.
func (p *page) refer(note int) string {
	p.referred[note] = true
	return p.mark(note)
}

// mark stands for a footnote: "" for none.
func (p *page) mark(note int) string {
	switch {
	case note <= 0:
		return ""
	case p.ascii:
		return "[" + strconv.Itoa(note) + "]"
	}
	return superscript(note)
}

func columnWidths(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], displayWidth(text))
		}
	}
	return widths
}

func joinColumns(columns []report.Column, texts []string, widths []int) string {
	padded := make([]string, len(texts))
	for i, text := range texts {
		padded[i] = pad(text, widths[i], columns[i].Align)
	}
	return strings.Join(padded, gap)
}

// pad fills text with blanks to the width.
func pad(text string, width int, align report.Align) string {
	fill := spaces(width - displayWidth(text))
	if align == report.Right {
		return fill + text
	}
	return text + fill
}
