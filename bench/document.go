package bench

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/report"
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
	p.d.Answer, p.d.Footnotes, p.d.Notes = d.Answer, d.Footnotes, d.Notes
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

// verdictsSection says of each verdict what it rests on.
func (p *pages) verdictsSection() {
	for _, v := range p.rec.Verdicts {
		p.d.Sections = append(p.d.Sections, report.Section{
			Title: v.Outcome + ": " + v.Claim, Name: true, KeyValues: []report.KeyValue{{Key: "why", Value: v.Reason}},
		})
	}
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
	if p.rec.Plan.Smoke {
		p.d.Notes = append(p.d.Notes, "this is the smallest size that still runs everything: it says nothing about speed")
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
	vars := p.spec.vars(p.rec.Plan.Smoke)
	t := &report.Table{Columns: []report.Column{{Name: title}}}
	for _, line := range lines {
		t.Rows = append(t.Rows, report.Row(expand(line, vars)))
	}
	p.d.Sections = append(p.d.Sections, report.Section{Aside: title, Table: t})
}
