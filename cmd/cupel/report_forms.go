package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report/junit"
	"github.com/cupelgo/cupel/internal/report/openmetrics"
	"github.com/cupelgo/cupel/internal/report/sarif"
	"github.com/cupelgo/cupel/startup"
)

// A recordForm is a form for programs, which is made of a record rather than of what there is to say of it.
type recordForm struct {
	name, ext string
	render    func(w io.Writer, rec *evidence.Record, verdicts []evidence.Verdict) error
}

// recordForms is the list of them.
func recordForms() []recordForm {
	return []recordForm{
		{"sarif", ".sarif", renderSARIF},
		{"junit", ".xml", renderJUnit},
		{"openmetrics", ".prom", renderOpenMetrics},
	}
}

// documentForms are the forms of every result by the name of the file.
var documentForms = map[string]string{".md": formMarkdown, ".json": formJSON, ".txt": formText}

// recordFormNames are their names, for the flag.
func recordFormNames() (names []string) {
	for _, f := range recordForms() {
		names = append(names, f.name)
	}
	return names
}

// recordForm returns the form that --format asks for, or else the name of the file; ok is false if that is none for programs.
func (f *outputFlags) recordForm() (form recordForm, ok bool) {
	all := recordForms()
	i := slices.IndexFunc(all, func(r recordForm) bool {
		return f.format == r.name || f.format == "" && !f.json && filepath.Ext(f.file) == r.ext
	})
	if i < 0 {
		return recordForm{}, false
	}
	return all[i], true
}

// formOfFile sets the form by the name of the file, where no flag says another one.
func (f *outputFlags) formOfFile() {
	if f.format == "" && !f.json {
		f.format = documentForms[filepath.Ext(f.file)]
	}
}

func renderSARIF(w io.Writer, rec *evidence.Record, verdicts []evidence.Verdict) error {
	if err := sarif.Render(w, sarif.Input{Record: rec, Rules: startup.Rules(), Verdicts: verdicts}); err != nil {
		return fmt.Errorf("record %s: %w", rec.ID, err)
	}
	return nil
}

// renderJUnit has a test case for each claim. Of a record without any there is nothing to be written: an empty suite
// would pass.
func renderJUnit(w io.Writer, rec *evidence.Record, verdicts []evidence.Verdict) error {
	if len(verdicts) == 0 {
		return usage(fmt.Errorf("record %s has no verdicts, and JUnit XML is of verdicts", rec.ID),
			"cupel check judges claims and stores the verdicts with the record; cupel init writes claims to begin with")
	}
	s := junit.Suite{Name: "cupel " + rec.Kind + " " + rec.ID}
	for _, v := range verdicts {
		c := junit.Case{Name: v.Claim, Class: rec.Kind, Outcome: junit.Outcome(v.Outcome), Text: v.Outcome, Details: "record   " + rec.ID}
		if v.Reason != "" {
			c.Text = v.Reason
		}
		s.Cases = append(s.Cases, c)
	}
	return junit.Render(w, s)
}

func renderOpenMetrics(w io.Writer, rec *evidence.Record, verdicts []evidence.Verdict) error {
	docs := map[string]string{}
	for _, m := range startup.Metrics {
		docs[m.Name] = m.Doc
	}
	return openmetrics.Render(w, openmetrics.Input{Record: rec, Docs: docs, Verdicts: verdicts})
}
