package history

import (
	"fmt"
	"slices"
	"time"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// table has the points from one to before another, the newest first.
func (h *History) table(g *Group, from, to int) *report.Table {
	t := &report.Table{Columns: []report.Column{
		{Name: "when (UTC)"}, {Name: "build"}, {Name: "n", Align: report.Right}, {Name: h.name(), Align: report.Right}, {Name: "95 %", Align: report.Right},
		{Name: "p90", Align: report.Right}, {Name: "14 days", Align: report.Right}, {Name: "its p90", Align: report.Right},
	}}
	for _, name := range h.scores() {
		t.Columns = append(t.Columns, report.Column{Name: name, Align: report.Right}, report.Column{Name: "state"})
	}
	t.Columns = append(t.Columns, report.Column{Name: "change"}, report.Column{Name: "record"})
	var values []float64
	for _, p := range g.Points[from:to] {
		values = append(values, p.P50, p.P90)
	}
	scale := unit.NewScale(g.Unit, values...)
	for i := to - 1; i >= from; i-- {
		after, next := g.Points[i].Created, time.Time{}
		if i+1 < len(g.Points) {
			next = g.Points[i+1].Created
		}
		t.Rows = append(t.Rows, h.failedRows(g, after, next)...)
		t.Rows = append(t.Rows, h.row(g, i, scale))
	}
	if from == g.first {
		t.Rows = append(t.Rows, h.failedRows(g, time.Time{}, g.Points[from].Created)...)
	}
	t.DropEmpty()
	return t
}

// failedRows are the starts of a time that did not get ready and are to be shown, the newest first: with their reason,
// and without figures.
func (h *History) failedRows(g *Group, from, to time.Time) [][]report.Cell {
	if from.Before(h.Since) {
		from = h.Since
	}
	var rows [][]report.Cell
	for _, f := range slices.Backward(g.between(from, to)) {
		row := report.Row(f.Created.Format("2006-01-02 15:04"), f.Built, "", "", "", "", "", "")
		for range h.scores() {
			row = append(row, report.Row("", Critical)...)
		}
		rows = append(rows, append(row, report.Row("not ready: "+f.Why, f.Record)...))
	}
	return rows
}

func (h *History) row(g *Group, i int, scale unit.Scale) []report.Cell {
	p := &g.Points[i]
	interval, base, baseTail, change := "", "", "", ""
	if p.CI95 != nil {
		interval = scale.Range(p.CI95[0], p.CI95[1])
	}
	if p.Baseline.Records > 0 {
		base, baseTail = scale.Format(p.Baseline.P50), scale.Format(p.Baseline.P90)
	}
	if c := g.change(i); c != nil {
		change = "← " + percentChange(c.Ratio())
	}
	row := report.Row(p.Created.Format("2006-01-02 15:04"), p.Built, fmt.Sprint(p.N), scale.Format(p.P50), interval,
		scale.Format(p.P90), base, baseTail)
	row[3].Value, row[5].Value = &p.P50, &p.P90
	if len(p.Warnings) > 0 {
		row[3].Note = weakened
	}
	for _, s := range h.scoresOf(p) {
		row = append(row, report.Row(s.text(), s.State)...)
	}
	return append(row, report.Row(change, p.Record)...)
}

// text is the score with its interval: "83 (78–90)".
func (s *Score) text() string {
	switch {
	case s.Value == nil:
		return ""
	case s.Lo == nil:
		return fmt.Sprintf("%.0f", *s.Value)
	}
	return fmt.Sprintf("%.0f (%.0f–%.0f)", *s.Value, *s.Lo, *s.Hi)
}
