package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report/csv"
	"github.com/cupelgo/cupel/internal/report/junit"
	"github.com/cupelgo/cupel/internal/report/openmetrics"
	"github.com/cupelgo/cupel/internal/report/sarif"
	"github.com/cupelgo/cupel/startup"
)

// A recordForm is a form for programs, which is made of a record rather than of what there is to say of it.
type recordForm struct {
	name, ext string
	render    func(w io.Writer, rec *evidence.Record) error
}

// recordForms is the list of them.
func recordForms() []recordForm {
	return []recordForm{
		{"sarif", ".sarif", renderSARIF},
		{"junit", ".xml", renderJUnit},
		{"openmetrics", ".prom", renderOpenMetrics},
		{"csv", ".csv", csv.Render},
	}
}

// recordFormOf returns the form that is; ok is false if none is.
func recordFormOf(is func(recordForm) bool) (form recordForm, ok bool) {
	all := recordForms()
	i := slices.IndexFunc(all, is)
	if i < 0 {
		return recordForm{}, false
	}
	return all[i], true
}

// writeRecord writes rec in the form whole or not at all.
func (f *outputFlags) writeRecord(sys system, form recordForm, rec *evidence.Record) error {
	var buf bytes.Buffer
	if err := form.render(&buf, rec); err != nil {
		return err
	}
	return f.deliver(sys, buf.Bytes())
}

func renderSARIF(w io.Writer, rec *evidence.Record) error {
	if err := sarif.Render(w, sarif.Input{Record: rec, Rules: allRules(), Verdicts: startup.Judged(rec)}); err != nil {
		return fmt.Errorf("record %s: %w", rec.ID, err)
	}
	return nil
}

// renderJUnit has a test case for each claim. Of a record without any there is nothing to be written: an empty suite
// would pass.
func renderJUnit(w io.Writer, rec *evidence.Record) error {
	verdicts := startup.Judged(rec)
	if len(verdicts) == 0 {
		return usage(fmt.Errorf("record %s has no verdicts, and JUnit XML is of verdicts", rec.ID),
			"cupel check judges claims and stores the verdicts with the record; cupel init writes claims to begin with")
	}
	s := junit.Suite{Name: "cupel " + rec.Kind + " " + rec.ID}
	for _, v := range verdicts {
		c := junit.Case{Name: v.Claim, Class: rec.Kind, Outcome: junit.Outcome(v.Outcome), Text: cmp.Or(v.Reason, v.Outcome)}
		if v.Measured != nil {
			c.Details = fmt.Sprintf("measured %.4g to %.4g\n", v.Measured[0], v.Measured[1])
		}
		c.Details += "record   " + rec.ID
		s.Cases = append(s.Cases, c)
	}
	return junit.Render(w, s)
}

func renderOpenMetrics(w io.Writer, rec *evidence.Record) error {
	docs := map[string]string{}
	for _, m := range slices.Concat(startup.Metrics, deps.Metrics) {
		docs[m.Name] = m.Doc
	}
	return openmetrics.Render(w, openmetrics.Input{Record: rec, Docs: docs, Verdicts: startup.Judged(rec)})
}
