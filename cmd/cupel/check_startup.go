package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/check"
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/startup"
)

// capabilities is what the run of a claim may name. Records go to dir, or where each command puts its own.
func capabilities(sys system, dir string, p *progress) []check.Capability {
	return []check.Capability{{
		Capability: claim.Capability{Name: "startup", Metrics: startup.Metrics, FindingKeys: startup.FindingKeys()},
		Prepare: func(words []string, in string) (check.Subject, error) {
			return prepareStartup(sys, words, in, dir, p)
		},
	}, depsCapability(sys, dir), benchCapability(sys, dir, p)}
}

// A startupSubject is a start that claims are about.
type startupSubject struct {
	options startup.Options
	against func(string) (startup.Options, error) // the baseline
}

// prepareStartup reads the words of a run: those of cupel startup that say how a program is built and started.
func prepareStartup(sys system, words []string, in, dir string, p *progress) (*startupSubject, error) {
	var f targetFlags
	var runs int
	cmd := &cobra.Command{Use: "startup"}
	f.register(cmd)
	cmd.Flags().StringVar(&f.observe, "observe", "auto", "")
	cmd.Flags().IntVar(&runs, "runs", 0, "")
	if err := cmd.ParseFlags(words); err != nil {
		return nil, fmt.Errorf("%s; a run has the flags of cupel startup that say how a program is built and executed",
			strings.TrimPrefix(err.Error(), "pflag: "))
	}
	args := cmd.Flags().Args()
	if err := startupArgs(cmd, args); err != nil {
		return nil, err
	}
	if cmd.Flags().Changed("runs") && (runs < 1 || runs > mostRuns) {
		return nil, fmt.Errorf("--runs %d: use 1 to %d", runs, mostRuns)
	}
	if !filepath.IsAbs(f.chdir) {
		f.chdir = filepath.Join(in, f.chdir)
	}
	f.dir = dir
	o, err := f.options(sys, args[0], args[1:])
	if err != nil {
		return nil, err
	}
	o.Runs = runs
	o.Progress = p.step
	return &startupSubject{options: o, against: func(spec string) (startup.Options, error) {
		base := o
		base.Target, base.Revision, err = armOf(baselineOf(spec, o.Target))
		return base, err
	}}, nil
}

// MostRuns is how often the program and its baseline are executed at the most.
func (s *startupSubject) MostRuns(r check.Request) int {
	o := s.options
	o.Least = r.Least
	if r.Against == "" {
		return o.MostRuns()
	}
	return (&startup.CompareOptions{Baseline: o, Candidate: o, Pairs: o.Runs}).MostRuns()
}

// Measure makes the runs. Its error says what to do as well: it is read in reports, where no hints follow.
func (s *startupSubject) Measure(ctx context.Context, r check.Request) (*check.Measured, error) {
	m, err := s.measure(ctx, r)
	if all := hints(&exitError{err: err}); len(all) > 0 {
		err = fmt.Errorf("%w; %s", err, strings.Join(all, "; "))
	}
	return m, err
}

func (s *startupSubject) measure(ctx context.Context, r check.Request) (*check.Measured, error) {
	if r.Against != "" {
		return s.compare(ctx, r)
	}
	o := s.options
	o.Least = r.Least
	o.Judge = func(rec *evidence.Record) []evidence.Verdict { return r.Judge(startup.Claimed(rec)) }
	res, err := startup.Run(ctx, o)
	if err != nil {
		return nil, notReady(res, err)
	}
	return &check.Measured{Path: res.Path, Notes: notes(res.Record)}, nil
}

// compare makes the runs in turns with those of the baseline.
func (s *startupSubject) compare(ctx context.Context, r check.Request) (*check.Measured, error) {
	base, err := s.against(r.Against)
	if err != nil {
		return nil, err
	}
	candidate := s.options
	candidate.Least = r.Least
	res, err := startup.Compare(ctx, startup.CompareOptions{
		Baseline: base, Candidate: candidate, Names: [2]string{r.Against, s.options.Target}, Pairs: s.options.Runs,
		Seed: uint64(rand.Uint32()), Effect: startup.DefaultEffect,
		Settled: r.Settled,
		Judge:   func(c *startup.Comparison) []evidence.Verdict { return r.Judge(c.Claimed()) },
	})
	if err != nil {
		return nil, notReady(res.Troubled(), err)
	}
	return &check.Measured{Path: res.Path, Notes: notes(res.Record)}, nil
}

// notes are the warnings that are about a whole record.
func notes(rec *evidence.Record) (all []string) {
	for _, w := range rec.Warnings {
		if w.Metric == "" {
			all = append(all, w.Text)
		}
	}
	return all
}

// notReady says what the program did instead of getting ready, and where the record of that is.
func notReady(res *startup.Result, err error) error {
	if !errors.Is(err, startup.ErrNotReady) || res == nil {
		return err
	}
	text := res.Document().Answer
	if res.Path != "" {
		text += "; cupel analyze " + filepath.Base(filepath.Dir(res.Path)) + " shows its record"
	}
	return errors.New(strings.TrimSpace(text))
}
