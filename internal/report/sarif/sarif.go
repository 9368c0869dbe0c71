// Package sarif writes the findings of a record, and the claims about it that do not hold or could not be
// judged, as a SARIF log: for code scanning in GitHub, GitLab and Azure DevOps, and for editors that show such logs.
//
// A finding is a result of its rule. Its level is error, warning or note where its severity is high, medium or
// low; what is of severity info is of the kind informational and has no level. A claim that fails is an error,
// one that is unknown is of the kind open: it was evaluated, and that did not tell.
//
// Paths of the main module are relative to %SRCROOT%, the root of that module. What lies in a dependency or in
// the standard library has a base of its own, since it is no file of the repository, and what has no file at all
// lies where the program is made: its go.mod, or else the executable. So every result has a location, without
// which GitHub refuses a log.
//
// Limitations: where the module's root is not that of the repository, the reader of the log has to be told
// (checkout_path of github/codeql-action/upload-sarif). GitHub takes 25,000 results in a run and shows 5,000 of
// them; results stand in the order of the record, the heaviest first, and none is left out here.
//
// Sources: Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01, OASIS, 28 August
// 2023; "SARIF support for code scanning" in GitHub's documentation.
package sarif

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
)

// The schema and version of the logs that are written.
const (
	schema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	version = "2.1.0"
)

// Input is what a log is made of.
type Input struct {
	Record   *evidence.Record
	Rules    []finding.Rule     // what findings are of; one of another rule is described by its own title
	Verdicts []evidence.Verdict // on claims; those that hold are left out
}

// Render writes the log of in to w. The same input gives the same bytes.
func Render(w io.Writer, in Input) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(log{Schema: schema, Version: version, Runs: []run{runOf(in)}}); err != nil {
		return fmt.Errorf("writing SARIF: %w", err)
	}
	return nil
}

func runOf(in Input) run {
	rec := in.Record
	rules := rulesOf(in)
	r := run{
		Tool: tool{Driver: component{
			Name: "cupel", Version: line(rec.Tool.Version), Rules: rules, Properties: properties{"analysis": rec.Tool.Analysis},
		}},
		Invocations: []invocation{invoked(rec)},
		Bases: map[string]artifactLocation{
			baseSource:  {Description: &message{Text: "the root of the main module"}},
			baseModules: {Description: &message{Text: "other modules, each as module@version"}},
			baseGoRoot:  {Description: &message{Text: "GOROOT/src, the standard library"}},
			baseProgram: {Description: &message{Text: "where the executable lies"}},
		},
		Automation: automation{ID: line("cupel/" + rec.Kind + "/" + subject(rec) + "/" + rec.ID)},
		ColumnKind: "unicodeCodePoints",
		Results:    results(in, rules),
	}
	return r
}

// subject is what a series of records is about.
func subject(rec *evidence.Record) string {
	if rec.Subject.Package != "" {
		return rec.Subject.Package
	}
	return base(rec.Subject.File)
}

// invoked tells when the record was made, what weakens it and what could not be measured.
func invoked(rec *evidence.Record) invocation {
	out := invocation{
		Successful: true, // else there were no record
		Properties: properties{"record": line(rec.ID), "kind": line(rec.Kind)},
	}
	if !rec.Created.IsZero() {
		out.Start = rec.Created.UTC().Format(time.RFC3339)
	}
	for _, w := range rec.Warnings {
		out.Notes = append(out.Notes, notification{Level: levelWarning, Message: message{Text: text(w.Text)}})
	}
	for _, s := range rec.Skipped {
		said := "not measured: " + s.What + ": " + s.Why
		if s.Remedy != "" {
			said += "; what would help: " + s.Remedy
		}
		out.Notes = append(out.Notes, notification{Level: levelNote, Message: message{Text: text(said)}})
	}
	return out
}

// The greatest lengths in characters: GitHub takes 1,024 of a description. Of a message it states none; longer
// ones than this nobody reads beside a line of code.
const (
	mostDescription = 1024
	mostMessage     = 4096
)

// line is text on one line, without what could act on a terminal.
func line(text string) string { return report.OneLine(text) }

// text is a message of one line; a reader is told something even if there is nothing to say. What is followed by
// "](" would become a link in it.
func text(said string) string {
	if said == "" {
		return "no text"
	}
	return shortened(strings.ReplaceAll(line(said), "](", "] ("), mostMessage)
}

// shortened is text with at most that many characters, with the last of them an ellipsis if more were there.
func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
