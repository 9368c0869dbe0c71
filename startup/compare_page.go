package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/whole"
)

// Page is the document with a picture, the causes of both arms, and all figures of the records.
func (c *Comparison) Page() *report.Document {
	r := c.result()
	d := c.document(r)
	if f := r.Effects(single(c.Record, metricEffect)); f != nil {
		at := min(1, len(d.Sections)) // below the table of what it shows
		d.Sections = slices.Insert(d.Sections, at, report.Section{Title: "how far each metric changed", Figure: f})
	}
	for i, name := range []string{r.Baseline, r.Candidate} {
		own := []*Result{c.Baseline, c.Candidate}[i]
		d.Sections = append(d.Sections, own.causesOf(name))
	}
	d.Sections = append(d.Sections, whole.Sections(c.Record)...)
	return d
}

// causesOf is what one arm showed by itself: phases and causes. It stands aside.
func (r *Result) causesOf(arm string) report.Section {
	out := report.Section{Title: arm + " by itself", Paragraph: answer(r.Record)}
	out.Aside = out.Title
	for _, s := range slices.Concat(phases(r.Record), causesSection(r.Record)) {
		if s.Table != nil {
			out.Table = s.Table
		}
		out.Findings = append(out.Findings, s.Findings...)
	}
	return out
}
