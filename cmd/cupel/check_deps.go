package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/check"
	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/revision"
	"github.com/cupelgo/cupel/internal/store"
)

// A depsSubject is a graph that claims are about. Nothing is executed.
type depsSubject struct {
	options deps.AuditOptions
}

// prepareDeps reads the words of a run: those of cupel deps that say what is looked at.
func prepareDeps(sys system, words []string, in, dir string) (*depsSubject, error) {
	var f depsFlags
	var audit auditFlags
	cmd := &cobra.Command{Use: "deps"}
	f.register(cmd)
	cmd.Flags().BoolVar(&f.all, "all", false, "")
	cmd.Flags().BoolVar(&f.exact, "exact", false, "")
	cmd.Flags().StringVar(&audit.rules, "rules", "", "")
	cmd.Flags().BoolVar(&audit.verifyCache, "verify-cache", false, "")
	if err := cmd.ParseFlags(words); err != nil {
		return nil, fmt.Errorf("%s; a run has the flags of cupel deps that say what is looked at", strings.TrimPrefix(err.Error(), "pflag: "))
	}
	if !filepath.IsAbs(f.chdir) {
		f.chdir = filepath.Join(in, f.chdir)
	}
	if err := f.check(&outputFlags{color: "auto"}); err != nil {
		return nil, err
	}
	if audit.rules != "" && !filepath.IsAbs(audit.rules) {
		audit.rules = filepath.Join(in, audit.rules)
	}
	if dir == "" {
		dir = defaultStore(f.chdir)
	}
	return &depsSubject{deps.AuditOptions{
		Options: f.options(sys, cmd.Flags().Args()), Rules: audit.rules, VerifyCache: audit.verifyCache,
		Store: store.Open(dir), Tool: tool(), Now: sys.now(),
	}}, nil
}

// MostRuns is none: source is read.
func (s *depsSubject) MostRuns(check.Request) int { return 0 }

// Measure reads the graph, and that of the baseline. Its error says what to do as well: it is read in reports.
func (s *depsSubject) Measure(ctx context.Context, r check.Request) (*check.Measured, error) {
	m, err := s.measure(ctx, r)
	if err != nil {
		err = wrongRules(err)
		if all := hints(&exitError{err: err}); len(all) > 0 {
			err = fmt.Errorf("%w; %s", err, strings.Join(all, "; "))
		}
	}
	return m, err
}

func (s *depsSubject) measure(ctx context.Context, r check.Request) (*check.Measured, error) {
	var baseline *evidence.Record
	if r.Against != "" {
		var err error
		if baseline, err = s.baseline(ctx, r.Against); err != nil {
			return nil, err
		}
	}
	o := s.options
	o.Judge = func(rec *evidence.Record) []evidence.Verdict { return r.Judge(deps.Claimed(rec, baseline)) }
	a, err := deps.Audit(ctx, o)
	if err != nil {
		return nil, err
	}
	notes := []string{}
	for _, w := range a.Record.Warnings {
		notes = append(notes, w.Text)
	}
	if a.Unstored != "" {
		notes = append(notes, "no record is stored: "+a.Unstored)
	}
	return &check.Measured{Path: a.Path, Notes: notes}, nil
}

// baseline reads the graph of a git revision, with the rules of today: what is new is new by them.
func (s *depsSubject) baseline(ctx context.Context, spec string) (rec *evidence.Record, err error) {
	rev, ok := strings.CutPrefix(spec, "git:")
	if !ok {
		return nil, fmt.Errorf("against %s: the baseline of imports is a revision, as git:origin/main", spec)
	}
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	o := s.options
	tree, err := revision.Export(ctx, o.Dir, rev, session.Temp(), o.Env)
	if err != nil {
		return nil, err
	}
	o.Dir, o.Store, o.Past = tree.Dir, nil, true
	if o.Rules == "" {
		o.Rules = rulesAbove(s.options.Dir)
	}
	a, err := deps.Audit(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec, err)
	}
	return a.Record, nil
}

// rulesAbove is the file of rules at the root of the module that a folder lies in, "" if there is none.
func rulesAbove(dir string) string {
	path := filepath.Join(filepath.Dir(defaultStore(dir)), deps.RulesName)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// depsCapability is what claims know of cupel deps.
func depsCapability(sys system, dir string) check.Capability {
	return check.Capability{
		Capability: claim.Capability{Name: "deps", Metrics: deps.Metrics, FindingKeys: deps.FindingKeys()},
		Prepare: func(words []string, in string) (check.Subject, error) {
			return prepareDeps(sys, words, in, dir)
		},
	}
}
