// Package report holds Document: what a capability has to say, as plain data, before any renderer
// gives it a form.
//
// A capability turns its result into a Document once; the renderers below this folder (text, HTML,
// Markdown, …) know Document and never a capability. Values arrive here formatted by
// package unit, so that every form of a report shows the same digits.
package report

import "slices"

// Document is a whole report. The answer comes first; everything else supports it, and the notes
// come last.
type Document struct {
	Answer    string    // one sentence that answers the user's question
	Notes     []string  // what weakens or limits the whole, one sentence each
	Sections  []Section // in reading order
	Footnotes []string  // number i+1 is the one that Cell.Note and Entry.Note refer to
	Origin    Origin    // where it comes from
}

// Section is a part of a report. It holds one of the kinds of content below; when several are
// given they are shown in the order of the fields. A section may go without a title.
type Section struct {
	Aside     string // what it is about, of a section that is shown only when all is asked for
	Title     string
	Name      bool // the title is a name, which no renderer gives a capital letter
	Paragraph string
	Table     *Table
	Findings  []Entry
	KeyValues []KeyValue
	Figure    *Figure
	Form      *Form
}

// Table is a table with one line per row. Rows may be shorter than Columns, never longer.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// Column is the head of a table's column.
type Column struct {
	Name  string
	Align Align
}

// Align says to which side of its column a cell is set.
type Align uint8

// Text is set left, numbers are set right.
const (
	Left Align = iota
	Right
)

// Cell is one value of a table.
type Cell struct {
	Text  string
	Note  int      // footnote that weakens the value, from 1; 0 none
	Value *float64 // what Text is said of, in base units and unrounded; nil of what is no number
	Link  string   // relative URL of what the cell is about, for renderers whose pages are served; may be empty
}

// Entry is one ranked finding.
type Entry struct {
	Rank      int    // from 1; 0 unranked
	ID        string // the rule, e.g. "network-at-init"
	Severity  string // high, medium, low or info
	Place     string // what to blame, e.g. "github.com/acme/api/config.init.0"
	File      string // where that is, e.g. "config/config.go:14"; may be empty
	Statement string // what happens there
	Cost      string // e.g. "472 ms"
	Share     string // of the whole, e.g. "57 %"
	Note      int    // footnote that weakens the cost, from 1; 0 none
	Details   []KeyValue
}

// KeyValue is a named piece of text, e.g. {"do", "move the request out of init"}.
type KeyValue struct {
	Key, Value string
	Aside      bool // shown only when all is asked for
	Literal    bool // to be pasted: never wrapped
}

// Row makes a table row of cells without footnotes.
func Row(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, text := range texts {
		row[i].Text = text
	}
	return row
}

// DropEmpty leaves out the columns in which no row has a text.
func (t *Table) DropEmpty() {
	for i := len(t.Columns) - 1; i >= 0; i-- {
		if slices.ContainsFunc(t.Rows, func(row []Cell) bool { return i < len(row) && row[i].Text != "" }) {
			continue
		}
		t.Columns = slices.Delete(t.Columns, i, i+1)
		for r, row := range t.Rows {
			if i < len(row) {
				t.Rows[r] = slices.Delete(row, i, i+1)
			}
		}
	}
}
