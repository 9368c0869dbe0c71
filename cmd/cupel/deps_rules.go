package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/internal/manifest"
	"github.com/cupelgo/cupel/internal/store"
)

// auditFlags are the flags of cupel deps that are about rules.
type auditFlags struct {
	rules         string
	updateRatchet bool
	verifyCache   bool
	fail          string
	dir           string
	evidence      func(*deps.View) (*deps.Evidence, error) // what was measured of a program
}

func (f *auditFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringVar(&f.rules, "rules", "", "file with rules in its section deps (default: cupel.yaml at the module's root, if there is one)")
	fs.BoolVar(&f.updateRatchet, "update-ratchet", false, "take what breaks the rules now as known: write the baseline that the rules name")
	fs.BoolVar(&f.verifyCache, "verify-cache", false, "also hash the unpacked modules in the module cache, as go mod verify does")
	fs.StringVar(&f.fail, "fail", "", "exit 1 if there is a finding of at least this severity: high|medium|low")
	cmd.Flags().StringVar(&f.dir, "dir", "", "store of records: where this one goes, and what tells what package init takes (default: .cupel at the module's root)")
}

func (f *auditFlags) check(out *outputFlags) error {
	if f.fail != "" && !slices.Contains(severities(), f.fail) {
		return usage(fmt.Errorf("--fail %q: use high, medium or low", f.fail), "")
	}
	if f.verifyCache && out.form() == formJSON && f.fail == "" && f.dir == "" {
		return usage(errors.New("--json prints the graph, where --verify-cache has no effect unless --fail or --dir is given"), "")
	}
	return nil
}

// lean reports whether no more is asked for than the graph itself and whether its rules hold.
func (f *auditFlags) lean(out *outputFlags) bool {
	return out.form() == formJSON && f.fail == "" && f.dir == "" && !f.verifyCache
}

// store is where the record goes: none is kept of a graph that is printed as it is, unless a folder is named.
func (f *auditFlags) store(chdir string, out *outputFlags) *store.Store {
	switch {
	case f.dir != "":
		return store.Open(f.dir)
	case out.form() == formJSON:
		return nil
	}
	return store.Open(defaultStore(chdir))
}

// audit reads the graph and judges it.
func (f *auditFlags) audit(ctx context.Context, sys system, o deps.Options, out *outputFlags) error {
	if f.rules != "" {
		abs, err := filepath.Abs(f.rules)
		if err != nil {
			return err
		}
		f.rules = abs
	}
	collectLate(sys.env)
	a, err := deps.Audit(ctx, deps.AuditOptions{
		Options: o, Rules: f.rules, UpdateRatchet: f.updateRatchet, VerifyCache: f.verifyCache, Lean: f.lean(out),
		Evidence: f.evidence, Store: f.store(o.Dir, out), Tool: tool(), Now: sys.now(),
	})
	if err != nil {
		return wrongRules(err)
	}
	a.Path = shortened(a.Path)
	if form, ok := recordFormOf(func(r recordForm) bool { return r.name == out.form() }); ok {
		err = out.writeRecord(sys, form, a.Record)
	} else {
		err = out.write(sys, a)
	}
	if err != nil {
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
	if f.fail == "" {
		return nil
	}
	for _, got := range a.Record.Findings {
		if atLeast(got.Severity, f.fail) {
			return &exitError{code: exitFails}
		}
	}
	return nil
}
