package bench

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// many shows a table for each metric.
func (p *pages) many(arms []string) {
	for i, name := range p.metricNames() {
		if i == 0 {
			p.d.Answer = p.leading(name, arms)
		}
		p.ofMetric(name, arms)
	}
	if p.ofBenchmarks() {
		p.d.Answer = p.answers(arms)
	}
}

// metricNames are the metrics of all arms in the order of the record.
func (p *pages) metricNames() (all []string) {
	for i := range p.rec.Metrics {
		if m := &p.rec.Metrics[i]; m.Class != "" && !slices.Contains(all, m.Name) {
			all = append(all, m.Name)
		}
	}
	return all
}

// ofMetric is the section of a metric: a row for each arm, or for each set of labels.
func (p *pages) ofMetric(name string, arms []string) {
	sets, doc := []string{}, ""
	for _, arm := range arms {
		for _, m := range p.of(arm) {
			if m.Name != name {
				continue
			}
			doc = m.Doc
			if l := seriesLabels(m); !slices.Contains(sets, l) {
				sets = append(sets, l)
			}
		}
	}
	s := report.Section{Title: spoken(name), Name: true}
	if doc != "" {
		s.Title += ": " + doc
	}
	if len(sets) == 1 {
		s.Table = p.byArm(name, sets[0], arms)
	} else {
		s.Table = p.bySet(name, sets, arms)
	}
	p.d.Sections = append(p.d.Sections, s)
}

// byArm has a row for each arm.
func (p *pages) byArm(name, labels string, arms []string) *report.Table {
	t := &report.Table{Columns: []report.Column{
		{Name: "arm"}, {Name: "median", Align: report.Right}, {Name: "interval", Align: report.Right},
		{Name: "times " + arms[0], Align: report.Right}, {Name: "n", Align: report.Right}, {Name: "outcome"},
	}}
	scale := p.scale(name, arms)
	for i, arm := range arms {
		m := p.named(name, labels, arm)
		if m == nil {
			continue // it is said in the notes, or not of this arm
		}
		cells := report.Row(arm, median(m, scale), interval(m, scale), "", fmt.Sprint(m.Summary.N), "")
		if i > 0 {
			if row, ok := comparison.Of(p.rows(arms[0], arm), name+labels); ok {
				cells[3].Text, cells[5].Text = ratioOf(&row), row.Sentence
				cells[5].Note = p.footnote(row.Reason)
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	t.DropEmpty()
	return t
}

// bySet has a row for each set of labels and a column for each arm.
func (p *pages) bySet(name string, sets, arms []string) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "of"}}}
	rows := map[string][]comparison.Row{}
	for i, arm := range arms {
		t.Columns = append(t.Columns, report.Column{Name: arm, Align: report.Right})
		if i > 0 {
			t.Columns = append(t.Columns, report.Column{Name: "", Align: report.Right})
			rows[arm] = p.rows(arms[0], arm)
		}
	}
	for _, labels := range sets {
		line := report.Row(cmp.Or(strings.Trim(labels, "{}"), "all"))
		for i, arm := range arms {
			text, times := "–", ""
			if m := p.named(name, labels, arm); m != nil {
				text = unit.Format(m.Summary.Median, m.Unit)
				if row, ok := comparison.Of(rows[arm], name+labels); ok {
					times = shortRatio(&row)
				}
			}
			line = append(line, report.Cell{Text: text})
			if i > 0 {
				line = append(line, report.Cell{Text: times})
			}
		}
		t.Rows = append(t.Rows, line)
	}
	t.DropEmpty()
	return t
}

// named returns the series of a metric with labels as seriesLabels writes them, nil if the arm has none.
func (v *view) named(name, labels, arm string) *evidence.Metric {
	for _, m := range v.of(arm) {
		if m.Name == name && seriesLabels(m) == labels {
			return m
		}
	}
	return nil
}

// scale is one for a whole column.
func (p *pages) scale(name string, arms []string) unit.Scale {
	var values []float64
	u := ""
	for _, arm := range arms {
		for _, m := range p.of(arm) {
			if m.Name == name {
				values, u = append(values, m.Summary.Median), m.Unit
			}
		}
	}
	return unit.NewScale(u, values...)
}

// median is that of a metric; what is exact is shown in full, whatever the others of the column are.
func median(m *evidence.Metric, scale unit.Scale) string {
	if m.Exact {
		return unit.Format(m.Summary.Median, m.Unit)
	}
	return scale.Format(m.Summary.Median)
}

// interval is that of the median, what is exact has none.
func interval(m *evidence.Metric, scale unit.Scale) string {
	if ci := m.Summary.CI95; ci != nil && !m.Exact {
		return scale.Range(ci[0], ci[1])
	}
	return ""
}

// ratioOf is the ratio of a row with its interval.
func ratioOf(r *comparison.Row) string {
	switch i := r.Ratio; {
	case i.Value == 0 || math.IsNaN(i.Value) || math.IsInf(i.Value, 0):
		return "–"
	case !i.OK || i.Lo == i.Hi:
		return fmt.Sprintf("%.3g", i.Value)
	default:
		return fmt.Sprintf("%.3g (%.3g–%.3g)", i.Value, i.Lo, i.Hi)
	}
}

// shortRatio is the ratio of a row in short; what shows no difference is "~".
func shortRatio(r *comparison.Row) string {
	switch {
	case r.Outcome == comparison.NoDifference && !r.Exact, r.Outcome == comparison.WithinNoise:
		return "~"
	case r.Outcome == comparison.NotJudged || r.Outcome == comparison.NotEnough:
		return "?"
	case r.Ratio.Value == 0 || math.IsNaN(r.Ratio.Value) || r.Ratio.Value == 1:
		return ""
	}
	return fmt.Sprintf("×%.3g", r.Ratio.Value)
}

// leading says of the first metric which arms are at its ends.
func (p *pages) leading(name string, arms []string) string {
	type end struct {
		arm string
		m   *evidence.Metric
	}
	var all []end
	for _, arm := range arms {
		for _, m := range p.of(arm) {
			if m.Name == name {
				all = append(all, end{arm, m})
				break
			}
		}
	}
	if len(all) < 2 {
		return ""
	}
	slices.SortStableFunc(all, func(a, b end) int { return cmp.Compare(a.m.Summary.Median, b.m.Summary.Median) })
	least, most := all[0], all[len(all)-1]
	what := strings.TrimSpace(spoken(name) + " " + strings.Trim(seriesLabels(least.m), "{}"))
	if least.m.Summary.Median == most.m.Summary.Median {
		return fmt.Sprintf("%s: %s in all %d arms", what, unit.Format(least.m.Summary.Median, least.m.Unit), len(all))
	}
	text := fmt.Sprintf("%s: %s %s", what, least.arm, unit.Format(least.m.Summary.Median, least.m.Unit))
	if row, ok := comparison.Of(p.rows(least.arm, most.arm), name+seriesLabels(least.m)); ok && row.Ratio.Value > 0 {
		return fmt.Sprintf("%s, %s %s times that", text, most.arm, ratioOf(&row))
	}
	return fmt.Sprintf("%s, %s %s", text, most.arm, unit.Format(most.m.Summary.Median, most.m.Unit))
}
