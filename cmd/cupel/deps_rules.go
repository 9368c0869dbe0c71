package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/internal/manifest"
)

// auditFlags are the flags of cupel deps that are about rules.
type auditFlags struct {
	rules         string
	updateRatchet bool
	verifyCache   bool
	fail          string
}

func (f *auditFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringVar(&f.rules, "rules", "", "file with rules in its section deps (default: cupel.yaml at the module's root, if there is one)")
	fs.BoolVar(&f.updateRatchet, "update-ratchet", false, "take what breaks the rules now as known: write the baseline that the rules name")
	fs.BoolVar(&f.verifyCache, "verify-cache", false, "also hash the unpacked modules in the module cache, as go mod verify does")
	fs.StringVar(&f.fail, "fail", "", "exit 1 if there is a finding of at least this severity: high|medium|low")
}

func (f *auditFlags) check(out *outputFlags) error {
	switch {
	case f.fail != "" && !slices.Contains(severities(), f.fail):
		return usage(fmt.Errorf("--fail %q: use high, medium or low", f.fail), "")
	case f.verifyCache && f.lean(out):
		return usage(errors.New("--verify-cache has no effect with --json, which prints the graph"), "")
	}
	return nil
}

// lean reports whether no more is asked for than the graph itself and whether its rules hold.
func (f *auditFlags) lean(out *outputFlags) bool { return out.form() == formJSON && f.fail == "" }

// audit reads the graph and judges it.
func (f *auditFlags) audit(ctx context.Context, sys system, o deps.Options, out *outputFlags) error {
	a, err := deps.Audit(ctx, deps.AuditOptions{
		Options: o, Rules: f.rules, UpdateRatchet: f.updateRatchet, VerifyCache: f.verifyCache, Lean: f.lean(out), Now: sys.now(),
	})
	if err != nil {
		return wrongRules(err)
	}
	if j := a.Judgement; j != nil {
		j.File, j.Ratchet = shortened(j.File), shortened(j.Ratchet)
	}
	if err := out.write(sys, a); err != nil {
		return err
	}
	return f.outcome(a)
}

// wrongRules names the file of mistakes as a reader would, and what mends a baseline.
func wrongRules(err error) error {
	var mistakes *manifest.Errors
	var ratchet *deps.RatchetError
	switch {
	case errors.As(err, &mistakes):
		mistakes.Path = shortened(mistakes.Path)
		if n := len(mistakes.List) + mistakes.More; n > 1 {
			return usage(fmt.Errorf("%d mistakes in the rules:\n%w", n, mistakes), "")
		}
		return usage(mistakes, "")
	case errors.As(err, &ratchet):
		ratchet.File = shortened(ratchet.File)
		return usage(ratchet, ratchet.Hint)
	}
	return err
}

// outcome turns the result into the exit code: a broken rule is a promise that is not kept, whatever --fail says.
func (f *auditFlags) outcome(a *deps.Audited) error {
	if a.Judgement != nil && len(a.Judgement.Broken) > 0 {
		return &exitError{code: exitFails}
	}
	for _, got := range a.Findings() {
		if f.fail != "" && atLeast(got.Severity, f.fail) {
			return &exitError{code: exitFails}
		}
	}
	return nil
}
