package deps

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	findings "github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
)

// Document turns the result into what a user reads: whether the rules hold, what breaks them, then the graph.
func (a *Audited) Document() *report.Document {
	d := a.Result.Document()
	home := a.View.Graph.moduleName()
	var first []report.Section
	if j := a.Judgement; j != nil {
		d.Answer = j.answer() + "; " + d.Answer
		d.Notes = append(d.Notes, j.notes()...)
		first = append(first, entries("what breaks the rules", j.Broken, home)...)
	}
	first = append(first, entries("modules and how they are built", a.Hygiene, home)...)
	d.Sections = append(first, d.Sections...)
	if j := a.Judgement; j != nil && len(j.Known) > 0 {
		s := report.Section{Aside: "what the ratchet knows", Title: "known to the ratchet", Findings: ranked(j.Known, home)}
		d.Sections = append(d.Sections, s)
	}
	if len(a.Skipped) > 0 {
		d.Sections = append(d.Sections, skipped(a.Skipped))
	}
	return d
}

// answer says whether the rules hold.
func (j *Judgement) answer() string {
	switch n := len(j.Broken); {
	case n > 0 && j.Ratchet != "":
		return fmt.Sprintf("%s break the rules of %s, which %s does not know", plural(n, "finding"), j.File, j.Ratchet)
	case n == 1:
		return "1 finding breaks the rules of " + j.File
	case n > 0:
		return fmt.Sprintf("%d findings break the rules of %s", n, j.File)
	case len(j.Known) > 0:
		return fmt.Sprintf("nothing new breaks the rules of %s, and %s", j.File, plural(len(j.Known), "known finding"))
	}
	return "the rules of " + j.File + " hold"
}

func (j *Judgement) notes() (all []string) {
	if len(j.Gone) > 0 {
		var titles []string
		for _, k := range j.Gone {
			titles = append(titles, k.Title)
		}
		all = append(all, fmt.Sprintf("%s of %s are gone, and cupel deps --update-ratchet takes them out: %s",
			plural(len(j.Gone), "finding"), j.Ratchet, strings.Join(titles, "; ")))
	}
	for _, u := range j.Unmatched {
		all = append(all, fmt.Sprintf("%s:%d:%d: %s matches nothing that is imported", j.File, u.At.Line, u.At.Column, u.Text))
	}
	return all
}

// mostShown is how many findings of a kind are shown unless all are asked for.
const mostShown = 20

// entries are the sections of some findings.
func entries(title string, all []evidence.Finding, home string) []report.Section {
	list := ranked(all, home)
	switch {
	case len(list) == 0:
		return nil
	case len(list) <= mostShown:
		return []report.Section{{Title: title, Findings: list}}
	}
	more := fmt.Sprintf("%s more: %s", plural(len(list)-mostShown, "finding"), title)
	return []report.Section{
		{Title: title, Findings: list[:mostShown]},
		{Aside: more, Title: title + ", the others", Findings: list[mostShown:]},
	}
}

// ranked are findings as a reader sees them.
func ranked(all []evidence.Finding, home string) (out []report.Entry) {
	for i, f := range all {
		e := report.Entry{ID: f.Rule, Severity: f.Severity, Place: f.Where.Package, File: findings.Place(f.Where, home), Statement: f.Title}
		if f.Severity != findings.Info {
			e.Rank = i + 1
		}
		low := f.Severity == findings.Low || f.Severity == findings.Info
		if len(f.Chain) > 0 {
			e.Details = append(e.Details, report.KeyValue{Key: "way", Value: way(f.Chain, home)})
		}
		e.Details = append(e.Details, report.KeyValue{Key: "do", Value: f.Do, Aside: low}, report.KeyValue{Key: "why", Value: f.Why, Aside: low})
		out = append(out, e)
	}
	return out
}

// way is a chain of imports, with the place of each.
func way(chain []evidence.Frame, home string) string {
	var steps []string
	for _, f := range chain {
		step := f.Package
		if at := findings.Place(f, home); at != "" {
			step += " (" + at + ")"
		}
		steps = append(steps, step)
	}
	return strings.Join(steps, " → ")
}

// skipped says what could not be told.
func skipped(all []evidence.Skipped) report.Section {
	s := report.Section{Aside: "what could not be told", Title: "not told"}
	for _, k := range all {
		text := k.Why
		if k.Remedy != "" {
			text += "; " + k.Remedy
		}
		s.KeyValues = append(s.KeyValues, report.KeyValue{Key: k.What, Value: text})
	}
	return s
}
