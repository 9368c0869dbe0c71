package comparison

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// A Result is all that is known of two arms.
type Result struct {
	Baseline, Candidate string            // what the arms are called, e.g. "v1.2.0" and "v1.3.0"
	Rows                []Row             // of Judge
	Changes             *Changes          // of the findings; nil if they were not compared
	Lead                Lead              // what the first line is about
	Names               map[string]string // of metrics, as people call them; those without are set aside if others have one
	Home                string            // main module, whose files are named without it
	Notes               []string          // on the machine, the order of the runs and its seed, …
}

// A Lead is the metric of which the first line speaks, a wall time whose median counts, and what the program
// does at its end: "is ready". The zero Lead counts outcomes instead.
type Lead struct{ Metric, Verb string }

// Document turns the result into what a user reads.
func (r *Result) Document() *report.Document {
	d := &report.Document{Answer: r.answer(), Notes: r.Notes}
	shown, aside := r.divide()
	d.Sections = append(d.Sections, r.table(d, "", shown)...)
	d.Sections = append(d.Sections, r.table(d, "all other metrics"+changed(aside), aside)...)
	if r.Changes != nil {
		d.Sections = append(d.Sections, r.changes()...)
	}
	return d
}

// divide separates rows worth reading from those that are set aside: if metrics have names, those without that did
// not change, and the many that have labels.
func (r *Result) divide() (shown, aside []Row) {
	for _, row := range r.Rows {
		_, named := r.Names[row.Metric]
		differs := row.Outcome == Improved || row.Outcome == Regressed
		if len(r.Names) == 0 || row.Label == "" && (differs || named && !row.nothing()) {
			shown = append(shown, row)
		} else {
			aside = append(aside, row)
		}
	}
	return shown, aside
}

// changed says how many of the rows set aside improved or regressed, lest that be hidden: ", 2 regressed".
func changed(rows []Row) string {
	text := ""
	for _, outcome := range []string{Regressed, Improved} {
		n := 0
		for i := range rows {
			if rows[i].Outcome == outcome {
				n++
			}
		}
		if n > 0 {
			text += fmt.Sprintf(", %d %s", n, outcome)
		}
	}
	return text
}

// nothing tells whether all samples are 0, as of major faults where the page cache holds everything.
func (r *Row) nothing() bool {
	all := slices.Concat(r.Baseline, r.Candidate)
	return !slices.ContainsFunc(all, func(v float64) bool { return v != 0 })
}

// table shows rows, a line each. Reasons become footnotes of the document, or a column of a table set aside,
// whose footnotes would be shown without it.
func (r *Result) table(d *report.Document, aside string, rows []Row) []report.Section {
	if len(rows) == 0 {
		return nil
	}
	again := slices.ContainsFunc(rows, func(row Row) bool { return row.Again != nil })
	t := &report.Table{Columns: []report.Column{
		{Name: "metric"}, {Name: r.Baseline, Align: report.Right}, {Name: r.Candidate, Align: report.Right}, {Name: "ratio", Align: report.Right},
	}}
	if again {
		t.Columns = append(t.Columns, report.Column{Name: "A/A", Align: report.Right})
	}
	t.Columns = append(t.Columns, report.Column{Name: "n", Align: report.Right}, report.Column{Name: "outcome"})
	if aside != "" {
		t.Columns = append(t.Columns, report.Column{Name: "reason"})
	}
	for i := range rows {
		row := &rows[i]
		line := report.Row(r.title(row), row.value(row.Old, armBaseline), row.value(row.New, armCandidate), row.ratioText())
		if again {
			line = append(line, report.Cell{Text: intervalText(row.Noise)})
		}
		line = append(line, report.Cell{Text: row.n()}, report.Cell{Text: row.Sentence})
		if aside != "" {
			line = append(line, report.Cell{Text: row.Reason})
		} else {
			line[len(line)-1].Note = footnote(d, row.Reason)
		}
		t.Rows = append(t.Rows, line)
	}
	section := report.Section{Table: t}
	if aside != "" {
		section.Aside, section.Title = aside, aside
	}
	return []report.Section{section}
}

// footnote returns the number of a footnote, which is made unless there is one of that text.
func footnote(d *report.Document, text string) int {
	if text == "" {
		return 0
	}
	if i := slices.Index(d.Footnotes, text); i >= 0 {
		return i + 1
	}
	d.Footnotes = append(d.Footnotes, text)
	return len(d.Footnotes)
}

// title names a row.
func (r *Result) title(row *Row) string {
	name := r.name(row)
	if row.Statistic != statMedian {
		name += ", " + row.Statistic
	}
	return name
}

// name is what people call the metric of a row, and which of several it is.
func (r *Result) name(row *Row) string {
	name := row.Metric
	if spoken, ok := r.Names[row.Metric]; ok {
		name = spoken
	}
	if _, ours := baseOf(row.Metric); ours {
		return strings.TrimSpace(name + " " + row.Label)
	}
	return strings.TrimSpace(row.Label + " " + name) // of a benchmark, as benchstat has it
}

// changes lists what became of the causes.
func (r *Result) changes() []report.Section {
	c := r.Changes
	var out []report.Section
	list := func(title string, findings []evidence.Finding, why string) {
		if len(findings) == 0 {
			return
		}
		s := report.Section{Title: title}
		for _, f := range findings {
			e := r.entry(f, unit.Format(f.Cost.Value, f.Cost.Unit), why)
			s.Findings = append(s.Findings, e)
		}
		out = append(out, s)
	}
	resized := func(title string, changes []Change) {
		if len(changes) == 0 {
			return
		}
		s := report.Section{Title: title}
		for _, ch := range changes {
			f := ch.Candidate
			cost := unit.Format(ch.Baseline.Cost.Value, f.Cost.Unit) + " → " + unit.Format(f.Cost.Value, f.Cost.Unit)
			s.Findings = append(s.Findings, r.entry(f, cost, ""))
		}
		out = append(out, s)
	}
	list("appeared in "+r.Candidate, c.Appeared, "")
	resized("grew", c.Grew)
	resized("shrank", c.Shrank)
	list("vanished from "+r.Candidate, c.Vanished, "")
	list("in one arm only, and the other was not looked at for it", c.Unseen,
		"both arms must be looked at in the same way to tell whether it came or went")
	return out
}

func (r *Result) entry(f evidence.Finding, cost, why string) report.Entry {
	e := report.Entry{
		ID: f.Rule, Severity: f.Severity, Statement: f.Title, Cost: cost, Share: unit.Percent(f.Share),
		Place: strings.TrimSuffix(f.Where.Package+"."+f.Where.Symbol, "."), File: finding.Place(f.Where, r.Home),
	}
	for _, kv := range []report.KeyValue{{Key: "do", Value: f.Do}, {Key: "why", Value: f.Why}, {Key: "unknown", Value: why}} {
		if kv.Value != "" {
			e.Details = append(e.Details, kv)
		}
	}
	return e
}
