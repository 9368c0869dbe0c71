package bench

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Document turns the result into what a user reads.
func (r *Result) Document() *report.Document {
	p := &pages{view: viewOf(r.Record), spec: r.spec}
	d := p.document()
	d.Origin = report.OriginOf(r.Record)
	if r.Path != "" {
		d.Sections = append(d.Sections, report.Section{Title: "evidence", KeyValues: []report.KeyValue{{Key: "record", Value: r.Path, Literal: true}}})
	}
	return d
}

// pages make a document of a view.
type pages struct {
	*view
	spec *spec
	d    report.Document
}

func (p *pages) document() *report.Document {
	arms := p.arms()
	if p.spec != nil {
		p.d.Sections = append(p.d.Sections, report.Section{Paragraph: p.spec.Question})
	}
	switch {
	case len(arms) == 2 && p.rec.Subject.Experiment == "":
		p.two(arms[0], arms[1])
	default:
		p.many(arms)
	}
	p.d.Answer = joinAnswer(p.verdict(), p.d.Answer)
	p.verdictsSection()
	p.about()
	return &p.d
}

func joinAnswer(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}

// verdict is the first part of the first line.
func (p *pages) verdict() string {
	by := map[string][]string{}
	for _, v := range p.rec.Verdicts {
		by[v.Outcome] = append(by[v.Outcome], v.Claim)
	}
	var parts []string
	for _, outcome := range []string{claim.Fails, claim.Unknown, claim.Holds} {
		switch all := by[outcome]; {
		case len(all) == 1:
			parts = append(parts, outcome+": "+all[0])
		case len(all) > 1:
			parts = append(parts, fmt.Sprintf("%d claims: %s", len(all), outcome))
		}
	}
	return strings.Join(parts, "; ")
}

// two shows a comparison of two commands as all comparisons are shown.
func (p *pages) two(baseline, candidate string) {
	r := p.compared(baseline, candidate)
	if p.ofBenchmarks() {
		r = p.benchmarks(baseline, candidate)
	}
	d := r.Document()
	p.d.Answer, p.d.Footnotes = d.Answer, d.Footnotes
	p.d.Sections = append(p.d.Sections, d.Sections...)
}

func (p *pages) compared(baseline, candidate string) *comparison.Result {
	r := &comparison.Result{
		Baseline: baseline, Candidate: candidate, Rows: p.rows(baseline, candidate),
		Names: map[string]string{MetricWall: "wall", MetricCPU: "CPU", MetricRSS: "RSS"},
	}
	if p.find(&evidence.Metric{Name: MetricWall}, baseline) != nil {
		r.Lead = comparison.Lead{Metric: MetricWall, Verb: "ends"}
	}
	return r
}

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
		m := p.find(like(name, labels), arm)
		if m == nil {
			t.Rows = append(t.Rows, report.Row(arm, "–"))
			continue
		}
		cells := report.Row(arm, scale.Format(m.Summary.Median), interval(m, scale), "", fmt.Sprint(m.Summary.N), "")
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
			if m := p.find(like(name, labels), arm); m != nil {
				text = unit.Format(m.Summary.Median, m.Unit)
				if row, ok := comparison.Of(rows[arm], name+labels); ok {
					times = times2(&row)
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

// like is a metric with which others are looked up.
func like(name, labels string) *evidence.Metric {
	return &evidence.Metric{Name: name, Labels: labelMap(strings.Trim(labels, "{}"), "")}
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

// times2 is the ratio of a row in short; what shows no difference is "~".
func times2(r *comparison.Row) string {
	switch {
	case r.Outcome == comparison.NoDifference && !r.Exact, r.Outcome == comparison.WithinNoise:
		return "~"
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

func (p *pages) footnote(text string) int {
	if text == "" {
		return 0
	}
	if i := slices.Index(p.d.Footnotes, text); i >= 0 {
		return i + 1
	}
	p.d.Footnotes = append(p.d.Footnotes, text)
	return len(p.d.Footnotes)
}

func (p *pages) verdictsSection() {
	if len(p.rec.Verdicts) == 0 {
		return
	}
	t := &report.Table{Columns: []report.Column{{Name: "verdict"}, {Name: "claim"}, {Name: "why"}}}
	for _, v := range p.rec.Verdicts {
		t.Rows = append(t.Rows, report.Row(v.Outcome, v.Claim, v.Reason))
	}
	p.d.Sections = append(p.d.Sections, report.Section{Table: t})
}

// about says what took part, by which rules, and what weakens it.
func (p *pages) about() {
	t := &report.Table{Columns: []report.Column{{Name: "arm"}, {Name: "command"}, {Name: "built by"}, {Name: "tools"}}}
	for _, a := range p.rec.Arms {
		t.Rows = append(t.Rows, report.Row(a.Name, strings.Join(a.Command, " "), strings.Join(a.Build, " && "), strings.Join(a.Tools, ", ")))
	}
	t.DropEmpty()
	p.d.Sections = append(p.d.Sections, report.Section{Aside: "arms", Title: "arms", Table: t})
	if p.spec != nil {
		p.list("rules of the contest", p.spec.Rules)
		p.list("what it cannot tell", p.spec.Limits)
		p.list("sources", p.spec.Sources)
	}
	for _, s := range p.rec.Skipped {
		if s.What != whatWall {
			p.d.Notes = append(p.d.Notes, "skipped: "+s.What+": "+s.Why+remedy(s.Remedy))
		}
	}
	for _, w := range p.rec.Warnings {
		p.d.Notes = append(p.d.Notes, w.Text)
	}
	p.d.Notes = append(p.d.Notes, fmt.Sprintf("runs in random order, in blocks in which every arm has the same mean place; --seed %d gives this order again", p.rec.Plan.Seed))
}

func remedy(text string) string {
	if text == "" {
		return ""
	}
	return "; what would bring it: " + text
}

// list is an aside of one line each.
func (p *pages) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	vars := p.spec.vars(false)
	t := &report.Table{Columns: []report.Column{{Name: title}}}
	for _, line := range lines {
		t.Rows = append(t.Rows, report.Row(expand(line, vars)))
	}
	p.d.Sections = append(p.d.Sections, report.Section{Aside: title, Table: t})
}
