package bench

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/whole"
)

// mostEffects is how many ratios a picture has, else nobody can read it.
const mostEffects = 40

// Page is the document with a picture of the ratios of each metric.
func (r *Result) Page() *report.Document {
	d := r.Document()
	p := &pages{view: viewOf(r.Record)}
	arms := p.arms()
	d.Sections = append(d.Sections, whole.Sections(r.Record)...)
	if len(arms) < 2 {
		return d
	}
	e := &report.Effects{Least: p.effect}
	for _, name := range p.metricNames() {
		for _, arm := range arms[1:] {
			for _, row := range p.rows(arms[0], arm) {
				if row.Metric != name || row.Statistic != "median" || !(row.Ratio.Value > 0) || len(e.Rows) == mostEffects {
					continue
				}
				e.Rows = append(e.Rows, effectOf(arm, &row))
			}
		}
	}
	if len(e.Rows) == 0 {
		return d
	}
	at := slices.IndexFunc(d.Sections, func(s report.Section) bool { return s.Aside != "" })
	d.Sections = slices.Insert(d.Sections, max(0, at), report.Section{
		Title:  "ratios to " + arms[0],
		Figure: &report.Figure{Effects: e, Caption: "Ratio of each arm to " + arms[0] + " with its interval; below 1 it has less."},
	})
	return d
}

func effectOf(arm string, row *comparison.Row) report.Effect {
	one := report.Effect{
		Label: strings.Join(slices.DeleteFunc([]string{arm + ":", spoken(row.Metric), strings.Trim(row.Label, "{}")}, func(s string) bool { return s == "" }), " "),
		Ratio: row.Ratio.Value, Outcome: cmp.Or(row.Sentence, row.Outcome), Better: row.Better,
	}
	if i := row.Ratio; i.OK && i.Lo > 0 && i.Lo < i.Hi {
		one.Lo, one.Hi = i.Lo, i.Hi
	}
	return one
}
