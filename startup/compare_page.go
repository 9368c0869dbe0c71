package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/report"
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
		d.Sections = append(d.Sections, own.causesOf(name)...)
	}
	d.Sections = append(d.Sections, recordSections(c.Record)...)
	return d
}

// causesOf are the sections on phases and causes of one arm, which stand aside under its name.
func (r *Result) causesOf(arm string) []report.Section {
	name := arm + " by itself"
	out := []report.Section{{Paragraph: answer(r.Record)}}
	out = append(out, phases(r.Record)...)
	out = append(out, causesSection(r.Record)...)
	for i := range out {
		out[i].Aside = name
	}
	return out
}
