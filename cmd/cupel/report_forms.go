package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/evidence"
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
