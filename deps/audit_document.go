package deps

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	findings "github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/importrule"
	"github.com/cupelgo/cupel/internal/report"
)

// Document turns the result into what a user reads: whether the rules hold, what breaks them, then the graph.
func (a *Audited) Document() *report.Document {
	if a.Record == nil {
		return a.Result.Document() // a lean audit is printed as JSON
	}
	d := document(a.Record, a.Result.Document())
	switch {
	case a.Unstored != "":
		d.Notes = append(d.Notes, "no record is stored: "+a.Unstored)
	case a.Path != "":
		d.Sections = append(d.Sections, kept(a.Path))
	}
	return d
}

// kept says where a record is.
func kept(path string) report.Section {
	return report.Section{Title: "evidence", KeyValues: []report.KeyValue{{Key: "record", Value: path, Literal: true}}}
}

// Page is the document with pictures.
func (a *Audited) Page() *report.Document { return a.pictured(a.Document()) }

// document puts what a record has found before what there is to say of its graph.
func document(rec *evidence.Record, d *report.Document) *report.Document {
	var broken, known, rest []evidence.Finding
	for _, f := range rec.Findings {
		switch {
		case !isRule(f.Rule):
			rest = append(rest, f)
		case f.Severity == findings.Info:
			known = append(known, f)
		default:
			broken = append(broken, f)
		}
	}
	d.Origin = report.OriginOf(rec)
	if said := rulesAnswer(rec, broken, known); said != "" {
		d.Answer = said + "; " + d.Answer
	}
	for _, w := range rec.Warnings {
		d.Notes = append(d.Notes, w.Text)
	}
	home := rec.Subject.Module
	d.Sections = slices.DeleteFunc(d.Sections, func(s report.Section) bool { return s.Title == titleUnread }) // among the findings
	weighty, light := byWeight(rest)
	first := slices.Concat(entries("what breaks the rules", broken, home), entries("what else was found", weighty, home))
	d.Sections = slices.Concat(first, d.Sections, lightly(light, home))
	if len(known) > 0 {
		s := report.Section{Aside: "what the ratchet knows", Title: "known to the ratchet", Findings: told(known, home)}
		d.Sections = append(d.Sections, s)
	}
	if len(rec.Skipped) > 0 {
		d.Sections = append(d.Sections, skipped(rec.Skipped))
	}
	return d
}

// isRule reports whether findings of that name come from the rules of cupel.yaml.
func isRule(name string) bool {
	return slices.ContainsFunc(importrule.Catalogue(), func(r findings.Rule) bool { return r.Name == name })
}

// rulesAnswer says whether the rules hold, "" if there are none.
func rulesAnswer(rec *evidence.Record, broken, known []evidence.Finding) string {
	file, ratchet := rec.Subject.Build[buildRules], rec.Subject.Build[buildRatchet]
	switch n := len(broken); {
	case file == "":
		return ""
	case n > 0 && ratchet != "":
		return fmt.Sprintf("%s of the rules in %s, which %s does not know", plural(n, "violation"), file, ratchet)
	case n > 0:
		return fmt.Sprintf("%s of the rules in %s", plural(n, "violation"), file)
	case len(known) > 0:
		return fmt.Sprintf("nothing new breaks the rules in %s, and %s of %s are left", file, plural(len(known), "violation"), ratchet)
	}
	return "the rules in " + file + " hold"
}

// notes are what is doubtful about the rules, whose files are named as given.
func (j *Judgement) notes(file, ratchet string) (all []string) {
	if len(j.Gone) > 0 {
		var titles []string
		for _, k := range j.Gone {
			titles = append(titles, k.Title)
		}
		all = append(all, fmt.Sprintf("%s of %s gone, and cupel deps --update-ratchet takes them out: %s",
			plural(len(j.Gone), "violation"), ratchet, strings.Join(titles, "; ")))
	}
	for _, u := range j.Unmatched {
		all = append(all, fmt.Sprintf("%s:%d:%d: %s matches nothing that is imported", file, u.At.Line, u.At.Column, u.Text))
	}
	return all
}

// few is how many findings of low severity are shown like the others.
const few = 3

// byWeight takes the findings of low severity out, where they are more than a few: a repository may have a hundred.
func byWeight(all []evidence.Finding) (weighty, light []evidence.Finding) {
	for _, f := range all {
		if f.Severity == findings.Low {
			light = append(light, f)
		} else {
			weighty = append(weighty, f)
		}
	}
	if len(light) <= few {
		return all, nil
	}
	return weighty, light
}

// lightly shows findings of low severity, each in a line. What they mean stands aside.
func lightly(all []evidence.Finding, home string) []report.Section {
	if len(all) == 0 {
		return nil
	}
	t := &report.Table{Columns: []report.Column{{Name: "rule"}, {Name: "at"}, {Name: "what"}}}
	for _, f := range all {
		t.Rows = append(t.Rows, report.Row(f.Rule, findings.Place(f.Where, home), f.Title))
	}
	aside := "what is to be done about findings of low severity"
	return append(ranked("what was found of low severity", "findings of low severity", t),
		report.Section{Aside: aside, Title: aside, Findings: told(all, home)})
}

// mostShown is how many findings of a kind are shown unless all are asked for.
const mostShown = 20

// entries are the sections of some findings.
func entries(title string, all []evidence.Finding, home string) []report.Section {
	list := told(all, home)
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

// asEntries are findings as a reader sees them.
func told(all []evidence.Finding, home string) (out []report.Entry) {
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
