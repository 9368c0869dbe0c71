package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/startup"
)

// compareFlags are the flags of `cupel compare` as given.
type compareFlags struct {
	targetFlags
	against string
	pairs   int
	effect  float64
	seed    uint64
	fail    string
	bench   string
	output  outputFlags
	arms    []string
	args    []string
}

const compareLong = `Compare runs two programs in turns, in random order, and tells what they differ in: each metric with
the ratio of NEW to OLD and its interval, and the findings that appeared or vanished. OLD takes part
twice; what it differs from itself is noise.

OLD and NEW are targets as with cupel startup, or git:REV[:PACKAGE], which is the package at a revision
of the repository around the current folder. With --against, OLD is the target at that revision.
They may also be two records, of which exact counts and sizes are compared, but no times: those were
not measured in turns; or two files in the Go benchmark format.`

const compareExample = `  cupel compare --against git:origin/main ./cmd/api
  cupel compare git:v1.2.0:./cmd/api git:v1.3.0:./cmd/api -- --config dev.yaml
  cupel compare ./bin/api-old ./bin/api-new
  cupel compare .cupel/20261121T082035Z-141f90 latest
  cupel compare old.txt new.txt`

func compareCommand(sys system) *cobra.Command {
	f := &compareFlags{}
	cmd := &cobra.Command{
		Use:     "compare [flags] OLD NEW [-- ARGS...]",
		Short:   "What does the new program differ in from the old one?",
		Long:    compareLong,
		Example: compareExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.arms, f.args = atDash(cmd, args)
			return f.run(cmd.Context(), sys)
		},
	}
	f.register(cmd)
	return cmd
}

func (f *compareFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.against, "against", "", "the baseline: git:REV, or another target")
	fs.IntVar(&f.pairs, "pairs", 0, "exactly so many pairs of runs (default: 20 to 60, until it is clear)")
	fs.Float64Var(&f.effect, "effect", startup.DefaultEffect, "least relative difference that matters")
	fs.Uint64Var(&f.seed, "seed", 0, "of the order of the runs (default: a new one, which the record has)")
	fs.StringVar(&f.fail, "fail", "", "exit 1 if a metric: regressed")
	fs.StringVar(&f.bench, "bench", "", "also write the samples to this file in the Go benchmark format")
	f.targetFlags.register(cmd)
	f.output.register(cmd)
	registerDir(cmd, &f.dir)
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on stderr")
	fs.BoolVarP(&f.output.verbose, "verbose", "v", false, "all tables and details; every step on a line of its own on stderr")
}

func (f *compareFlags) run(ctx context.Context, sys system) error {
	if err := f.validate(); err != nil {
		return err
	}
	if done, err := f.stored(ctx, sys); done {
		return err
	}
	o, err := f.options(sys)
	if err != nil {
		return err
	}
	p := newProgress(sys, f.quiet, f.output.verbose)
	o.Candidate.Progress = p.step
	p.announceComparison(o)
	res, err := startup.Compare(ctx, o)
	p.done()
	if err != nil {
		return f.broken(sys, res, err)
	}
	for _, path := range []*string{&res.Path, &res.Baseline.Path, &res.Candidate.Path} {
		*path = shortened(*path)
	}
	return f.write(sys, res)
}

// broken shows the record of the arm that did not get ready.
func (f *compareFlags) broken(sys system, res *startup.Comparison, err error) error {
	if res == nil || !errors.Is(err, startup.ErrNotReady) {
		return err
	}
	arm := res.Troubled()
	arm.Path = shortened(arm.Path)
	if err := f.output.write(sys, arm); err != nil {
		return err
	}
	return &exitError{code: exitTrouble}
}

func (f *compareFlags) validate() error {
	want := 2
	if f.against != "" {
		want = 1
	}
	switch {
	case len(f.arms) != want && f.against != "":
		return usage(fmt.Errorf("%s given, one wanted with --against", counted(len(f.arms), "target")), "cupel compare --against git:origin/main ./cmd/api")
	case len(f.arms) != want:
		return usage(fmt.Errorf("%s given, two wanted: OLD and NEW", counted(len(f.arms), "target")), "cupel compare --against git:origin/main ./cmd/api")
	case f.changed("pairs") && (f.pairs < 1 || f.pairs > mostRuns):
		return usage(fmt.Errorf("--pairs %d: use 1 to %d", f.pairs, mostRuns), "")
	case !(f.effect > 0 && f.effect < 1): // nor is it NaN
		return usage(fmt.Errorf("--effect %g: use a ratio between 0 and 1, as 0.03 for 3 %%", f.effect), "")
	case f.fail != "" && f.fail != comparison.Regressed:
		return usage(fmt.Errorf("--fail %q: use %s", f.fail, comparison.Regressed), "")
	case f.quiet && f.output.verbose:
		return usage(errors.New("--quiet and --verbose exclude each other"), "")
	}
	return cmp.Or(checkFile(f.bench), f.output.check())
}

// options are those of a comparison of two programs that are run.
func (f *compareFlags) options(sys system) (o startup.CompareOptions, err error) {
	o = startup.CompareOptions{Pairs: f.pairs, Effect: f.effect, Seed: f.seed}
	if !f.changed("seed") {
		o.Seed = uint64(rand.Uint32()) // short enough to be typed
	}
	specs := f.arms
	if f.against != "" {
		specs = []string{baselineOf(f.against, f.arms[0]), f.arms[0]}
	}
	for i, to := range []*startup.Options{&o.Baseline, &o.Candidate} {
		target, revision, err := armOf(specs[i])
		if err != nil {
			return o, err
		}
		if *to, err = f.targetFlags.options(sys, target, f.args); err != nil {
			return o, err
		}
		to.Revision, o.Names[i] = revision, specs[i]
	}
	o.Names = spokenArms(o)
	return o, nil
}

// spokenArms are the arms as a table calls them: by what they differ in, be it the revision, the version or the
// last element of their paths.
func spokenArms(o startup.CompareOptions) [2]string {
	a, b := o.Baseline, o.Candidate
	if a.Target == b.Target && a.Revision != b.Revision {
		return [2]string{cmp.Or(a.Revision, "working tree"), cmp.Or(b.Revision, "working tree")}
	}
	of, old, versioned := strings.Cut(a.Target, "@")
	if same, now, ok := strings.Cut(b.Target, "@"); ok && versioned && of == same && old != now {
		return [2]string{old, now}
	}
	if x, y := path.Base(filepath.ToSlash(a.Target)), path.Base(filepath.ToSlash(b.Target)); x != y && a.Revision == b.Revision {
		return [2]string{x, y}
	}
	return o.Names
}

const gitPrefix = "git:"

// baselineOf is the arm that a target is compared with: of a revision alone the target itself, there.
func baselineOf(against, target string) string {
	rev, ok := strings.CutPrefix(against, gitPrefix)
	if !ok || strings.Contains(rev, ":") {
		return against
	}
	if rest, ok := strings.CutPrefix(target, gitPrefix); ok {
		_, target, _ = strings.Cut(rest, ":")
	}
	return against + ":" + target
}

// armOf reads a target, or git:REV[:PACKAGE].
func armOf(spec string) (target, revision string, err error) {
	rest, ok := strings.CutPrefix(spec, gitPrefix)
	if !ok {
		return spec, "", nil
	}
	if revision, target, _ = strings.Cut(rest, ":"); revision == "" {
		return "", "", usage(fmt.Errorf("%q names no revision", gitPrefix), "git:origin/main, git:v1.2.0, git:HEAD~1:./cmd/api")
	}
	return cmp.Or(target, "."), revision, nil
}

// write shows the result and turns it into the exit code.
func (f *compareFlags) write(sys system, res *startup.Comparison) error {
	if f.bench != "" {
		if err := f.writeBenchmarks(res); err != nil {
			return err
		}
	}
	if err := f.output.write(sys, res); err != nil {
		return err
	}
	return f.regressed(res.Rows)
}

// regressed turns rows into the exit code.
func (f *compareFlags) regressed(rows []comparison.Row) error {
	if f.fail != "" && slices.ContainsFunc(rows, func(r comparison.Row) bool { return r.Outcome == comparison.Regressed }) {
		return &exitError{code: exitFails}
	}
	return nil
}
