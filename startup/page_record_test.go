package startup

import (
	"math"
	"testing"

	"github.com/cupelgo/cupel/internal/report"
)

// TestPageMetrics holds that a page has every metric of its record, with its figures as they are.
func TestPageMetrics(t *testing.T) {
	rec, dir := storeRecorded(t, recordedStart, nil)
	d := renderedPage(t, rec, dir)
	var rows [][]report.Cell
	for _, s := range d.Sections {
		if s.Title == "metrics" {
			rows = s.Table.Rows
		}
	}
	if len(rows) != len(rec.Metrics) || len(rows) == 0 {
		t.Fatalf("%d rows, want %d metrics", len(rows), len(rec.Metrics))
	}
	ofInterval := 0
	for i, m := range rec.Metrics {
		want := []float64{float64(m.Summary.N), m.Summary.Median, math.NaN(), math.NaN(), m.Summary.P90}
		if m.Summary.CI95 != nil {
			want[2], want[3] = m.Summary.CI95[0], m.Summary.CI95[1]
			ofInterval++
		}
		if rows[i][0].Text != m.Name || rows[i][1].Text != m.Pass || rows[i][8].Text != m.Unit {
			t.Errorf("row %d is of %s, %s; want %s, %s", i, rows[i][0].Text, rows[i][1].Text, m.Name, m.Pass)
		}
		for j, v := range want {
			cell := rows[i][3+j]
			switch {
			case math.IsNaN(v) && (cell.Value != nil || cell.Text != ""):
				t.Errorf("%s: column %d says %q, want nothing", m.Name, j, cell.Text)
			case !math.IsNaN(v) && (cell.Value == nil || *cell.Value != v || cell.Text == ""):
				t.Errorf("%s: column %d says %q, %v; want %v", m.Name, j, cell.Text, cell.Value, v)
			}
		}
	}
	if ofInterval == 0 {
		t.Error("no metric has an interval, so none was tested")
	}
}
