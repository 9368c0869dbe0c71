package main

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/store"
)

// benchFlags are those of all commands that run arms in turns.
type benchFlags struct {
	turns           int
	effect          float64
	seed            uint64
	budget, timeout time.Duration
	labels          []string
	dir, chdir      string
	unknown         string
	quiet           bool
	output          outputFlags
	changed         func(name string) bool
}

func (f *benchFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	f.changed = fs.Changed
	fs.IntVar(&f.turns, "turns", 0, "exactly so many runs of each arm (default: 20 to 60, until it is clear, or as the experiment says)")
	fs.Float64Var(&f.effect, "effect", bench.DefaultEffect, "least relative difference that matters")
	fs.Uint64Var(&f.seed, "seed", 0, "of the order of the runs (default: a new one, which the record has)")
	fs.DurationVar(&f.budget, "budget", bench.DefaultBudget, "for all runs together, without builds; an experiment that says how many turns has 3m")
	fs.DurationVar(&f.timeout, "timeout", bench.DefaultTimeout, "for one run")
	fs.StringVar(&f.unknown, "unknown", "", "pass: exit 0 where a claim is unknown, instead of 3")
	registerLabels(cmd, &f.labels, "KEY=VALUE kept in the record; may be repeated")
	fs.StringVarP(&f.chdir, "chdir", "C", "", "find and run commands and folders in this folder")
	f.output.register(cmd)
	registerDir(cmd, &f.dir)
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on stderr")
	fs.BoolVarP(&f.output.verbose, "verbose", "v", false, "all tables and details; every step on a line of its own on stderr")
}

func (f *benchFlags) options(sys system, p *progress) (o bench.Options, err error) {
	switch {
	case f.changed("turns") && (f.turns < 1 || f.turns > mostRuns):
		return o, usage(fmt.Errorf("--turns %d: use 1 to %d", f.turns, mostRuns), "")
	case !(f.effect > 0 && f.effect < 1): // nor is it NaN
		return o, usage(fmt.Errorf("--effect %g: use a ratio between 0 and 1, as 0.05 for 5 %%", f.effect), "")
	case f.budget <= 0 || f.timeout <= 0:
		return o, usage(errors.New("--budget and --timeout must be more than 0"), "")
	case f.unknown != "" && f.unknown != "pass":
		return o, usage(fmt.Errorf("--unknown %q: use pass", f.unknown), "")
	case f.quiet && f.output.verbose:
		return o, usage(errors.New("--quiet and --verbose exclude each other"), "")
	}
	if err := cmp.Or(checkFolder(f.chdir), f.output.check()); err != nil {
		return o, err
	}
	labels, err := parseLabels(f.labels, sys.env)
	if err != nil {
		return o, err
	}
	o = bench.Options{
		Dir: f.chdir, Env: sys.env, Labels: labels, Seed: f.seed, Turns: f.turns, Timeout: f.timeout,
		Store: store.Open(cmp.Or(f.dir, defaultStore(f.chdir))), Tool: tool(), Now: sys.now, Progress: p.benchStep,
	}
	if f.changed("budget") {
		o.Budget = f.budget
	}
	if f.changed("effect") {
		o.Effect = f.effect
	}
	if !f.changed("seed") {
		o.Seed = uint64(rand.Uint32()) // short enough to be typed
	}
	return o, nil
}

// finish shows a result and turns its verdicts into the exit code.
func (f *benchFlags) finish(sys system, res *bench.Result) error {
	res.Path = shortened(res.Path)
	if form, ok := recordFormOf(func(r recordForm) bool { return r.name == f.output.form() }); ok {
		if err := f.output.writeRecord(sys, form, res.Record); err != nil {
			return err
		}
	} else if err := f.output.write(sys, res); err != nil {
		return err
	}
	return judgedExit(res.Record.Verdicts, f.unknown == "pass")
}

// judgedExit is the exit code of verdicts.
func judgedExit(all []evidence.Verdict, pass bool) error {
	is := func(outcome string) bool {
		return slices.ContainsFunc(all, func(v evidence.Verdict) bool { return v.Outcome == outcome })
	}
	switch {
	case is(claim.Fails):
		return &exitError{code: exitFails}
	case is(claim.Unknown) && !pass:
		return &exitError{code: exitUnknown}
	}
	return nil
}

const benchLong = `Bench carries out an experiment: its arms, programs in several languages, Go versions or settings, run once a turn in
random order until it is clear how they differ. EXPERIMENT is a name that cupel bench list shows, or a folder of
your own with experiment.yaml, named with a slash as ./mine.

Its programs are built before anything is timed, for which the go command may fetch modules and versions of Go; arms whose
toolchain is missing are skipped. All arms must print the same result, else they did not do the same work.`

func benchCommand(sys system) *cobra.Command {
	f := &benchFlags{}
	smoke := false
	cmd := &cobra.Command{
		Use:     "bench [flags] EXPERIMENT",
		Short:   "What can Go really do here?",
		Long:    benchLong,
		Example: "  cupel bench list\n  cupel bench alloc\n  cupel bench ./my-experiment\n  cupel bench run 'grep -c x big.txt' 'rg -c x big.txt'\n  cupel bench go ./... --against git:origin/main",
		Args:    exactly(1, "cupel bench list names the experiments"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p := newProgress(sys, f.quiet, f.output.verbose)
			o, err := f.options(sys, p)
			if err != nil {
				return err
			}
			o.Smoke = smoke
			res, err := bench.Experiment(cmd.Context(), args[0], o)
			p.done()
			if errors.Is(err, bench.ErrNoExperiment) {
				return usage(err, "cupel bench list")
			}
			if err != nil {
				return err
			}
			return f.finish(sys, res)
		},
	}
	f.output.records = true
	f.register(cmd)
	cmd.Flags().BoolVar(&smoke, "smoke", false, "the smallest size that still runs everything; says nothing about speed")
	cmd.AddCommand(benchRunCommand(sys), benchGoCommand(sys), benchListCommand(sys))
	return cmd
}
