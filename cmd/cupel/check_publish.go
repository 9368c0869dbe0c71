package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/check"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/report/github"
	"github.com/cupelgo/cupel/internal/report/junit"
	"github.com/cupelgo/cupel/internal/report/markdown"
)

// publish tells CI systems of the result: in the file that was asked for, and where GitHub Actions runs this as it
// wants to be told.
func (f *checkFlags) publish(sys system, res *check.Result) error {
	file := fromRepository(res.File)
	if f.junit != "" {
		var buf bytes.Buffer
		if err := junit.Render(&buf, suite(res, file)); err != nil {
			return err
		}
		if err := writeWhole(f.junit, buf.Bytes()); err != nil {
			return err
		}
	}
	if lookup(sys.env, "GITHUB_ACTIONS") == "true" {
		if err := github.Render(sys.stderr, annotations(res, file)); err != nil {
			return err
		}
	}
	if summary := lookup(sys.env, "GITHUB_STEP_SUMMARY"); summary != "" {
		return appendSummary(summary, res)
	}
	return nil
}

// appendSummary adds the result to what the job's earlier steps have said.
func appendSummary(path string, res *check.Result) error {
	out, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("adding to the job's summary: %w", err)
	}
	err = markdown.Render(out, res.Document(), markdown.Options{Limit: markdown.SummaryLimit})
	if err := cmp.Or(err, out.Close()); err != nil {
		return fmt.Errorf("adding to the job's summary: %w", err)
	}
	return nil
}

// fromRepository is path relative to the root of the repository around it, as CI systems name files.
func fromRepository(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	for at := filepath.Dir(abs); ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			if rel, err := filepath.Rel(at, abs); err == nil {
				return filepath.ToSlash(rel)
			}
		}
		if at == filepath.Dir(at) {
			return filepath.ToSlash(path)
		}
	}
}

// suite is the result as test cases.
func suite(res *check.Result, file string) junit.Suite {
	s := junit.Suite{Name: "cupel check " + file, Time: res.Seconds}
	for _, j := range res.Claims {
		c := junit.Case{
			Name: j.Claim.Name, Class: j.Run, File: file, Line: j.Claim.At.Line, Outcome: junit.Outcome(j.Verdict.Outcome),
			Text: j.Said(), Details: "run      cupel " + j.Run + "\n",
		}
		if j.Record == "" {
			c.Outcome = junit.Broken
		} else {
			c.Details += "record   " + j.Record + "\n"
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

// annotations are what a reader of the change should see beside the claims: those that do not hold.
func annotations(res *check.Result, file string) (all []github.Annotation) {
	for _, s := range res.Setup {
		if s.Err != nil {
			all = append(all, github.Annotation{Level: github.Error, File: file, Line: s.Step.At.Line, Title: "setup", Message: s.Err.Error()})
		}
	}
	told := map[string]bool{} // why a run gave no evidence: once for all of its claims
	for _, j := range res.Claims {
		a := github.Annotation{Level: github.Error, File: file, Line: j.Claim.At.Line, Title: j.Verdict.Outcome + ": " + j.Claim.Name, Message: j.Said()}
		switch {
		case j.Verdict.Outcome == claim.Holds, j.Record == "" && len(res.Troubles) == 0, told[j.Verdict.Reason]:
			continue // of setup that does not work it has been told above
		case j.Record == "":
			told[j.Verdict.Reason] = true
			a.Title, a.Message = "not judged: "+j.Run, j.Verdict.Reason
		case j.Verdict.Outcome == claim.Unknown:
			a.Level = github.Warning
		}
		all = append(all, a)
	}
	return all
}
