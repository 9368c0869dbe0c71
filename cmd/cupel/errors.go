package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/revision"
	"github.com/cupelgo/cupel/internal/secret"
	"github.com/cupelgo/cupel/startup"
)

// The exit codes, see DESIGN.md.
const (
	exitFails       = 1   // a claim fails, or a finding reaches --fail
	exitTrouble     = 2   // usage, operational error, or a target that never gets ready
	exitUnknown     = 3   // the evidence is too thin to judge a claim
	exitInterrupted = 130 // SIGINT or SIGTERM
)

// An exitError ends the program with a code. Its text may be empty when everything was said.
type exitError struct {
	code int
	err  error
	hint string // a command that can be pasted, or what to do
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usage marks err as one of the command line.
func usage(err error, hint string) error { return &exitError{exitTrouble, err, hint} }

// fail prints err to stderr, or as JSON to stdout, and returns the exit code. An error may quote the
// command line, and the go command's its environment: their secrets are taken out.
func fail(ctx context.Context, sys system, args []string, err error) int {
	e := &exitError{code: exitTrouble, err: err}
	errors.As(err, &e)
	if ctx.Err() != nil {
		e = &exitError{code: exitInterrupted, err: errors.New("interrupted"), hint: ""}
	}
	text := secret.Hide(e.Error(), args, sys.env)
	if text == "" {
		return e.code
	}
	all := hints(e)
	for i := range all {
		all[i] = secret.Hide(all[i], args, sys.env)
	}
	if wantsJSON(args) {
		json.NewEncoder(sys.stdout).Encode(map[string]any{"error": jsonError(text, e.code, all)})
	}
	w := sys.text(sys.stderr)
	said := "cupel: " + strings.TrimRight(text, "\n") + "\n"
	for _, h := range all {
		said += "hint: " + h + "\n"
	}
	for line := range strings.Lines(said) { // what programs printed may be quoted in it
		fmt.Fprint(w, report.Inert(line))
	}
	return e.code
}

func jsonError(text string, code int, hints []string) map[string]any {
	out := map[string]any{"text": text, "code": code}
	if len(hints) > 0 {
		out["hints"] = hints
	}
	return out
}

func hints(e *exitError) []string {
	var out []string
	if e.hint != "" {
		out = append(out, e.hint)
	}
	var build *gotool.BuildError
	if errors.As(e.err, &build) && build.Hint != "" {
		out = append(out, build.Hint)
	}
	var file *startup.FileError
	if errors.As(e.err, &file) && file.Hint != "" {
		out = append(out, file.Hint)
	}
	var rev *revision.Error
	if errors.As(e.err, &rev) {
		out = append(out, rev.Hints...)
	}
	return out
}

// wantsJSON tells before flags are parsed, which may be what went wrong.
func wantsJSON(args []string) bool {
	if i := slices.Index(args, "--"); i >= 0 {
		args = args[:i]
	}
	for i, arg := range args {
		if arg == "--json" || arg == "--format=json" || arg == "--format" && i+1 < len(args) && args[i+1] == formJSON {
			return true
		}
	}
	return false
}
