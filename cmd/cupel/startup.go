package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/startup"
)

// startupFlags are the flags of `cupel startup` as given.
type startupFlags struct {
	targetFlags
	runs   int
	cold   bool
	dryRun bool
	fail   string
	output outputFlags
	target string
	args   []string
}

const startupLong = `Startup builds TARGET, runs it several times and tells what it waits for between exec and ready:
the critical path, its causes ranked with cost and place, and what to do about them.

TARGET is a package (./cmd/api, an import path) or package@version as with go run. It is executed
several times with your environment and credentials; its stdin is /dev/null unless --pty is given.
One run is traced and explains, in one allocations are sampled, the plain ones say how long it takes.

TARGET may also be an executable that a Go toolchain from go1.18 to go1.27 has built, stripped or
not: it runs where it lies, and nothing is built. What names a file is one; --mode binary looks for
it on PATH, too, and --mode source takes a name for that of a package in any case.`

const startupExample = `  cupel startup ./cmd/api
  cupel startup --ready http://127.0.0.1:8080/healthz ./cmd/api -- --config dev.yaml
  cupel startup golang.org/x/tools/cmd/stringer@latest -- -h
  cupel startup --mode binary kubectl -- version --client
  cupel startup --cold ./bin/api`

func startupCommand(sys system) *cobra.Command {
	f := &startupFlags{}
	cmd := &cobra.Command{
		Use:     "startup [flags] TARGET [-- ARGS...]",
		Short:   "Why does this Go program start slowly?",
		Long:    startupLong,
		Example: startupExample,
		Args:    startupArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.target, f.args = args[0], args[1:]
			return f.run(cmd.Context(), sys)
		},
	}
	f.register(cmd)
	return cmd
}

// startupArgs wants one target; what follows -- is the target's.
func startupArgs(cmd *cobra.Command, args []string) error {
	own, _ := atDash(cmd, args)
	switch {
	case len(own) == 0:
		return usage(errors.New("no target given"), "cupel startup ./cmd/api")
	case len(own) > 1:
		return usage(fmt.Errorf("one target at a time, got %s", strings.Join(own, " ")),
			"arguments of the target come after --: cupel startup "+own[0]+" -- "+strings.Join(own[1:], " "))
	}
	return nil
}

func (f *startupFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	f.targetFlags.register(cmd)
	fs.StringVar(&f.observe, "observe", "auto", "how an executable is looked into: auto|bpf|ptrace; auto is bpf where that is allowed")
	fs.IntVar(&f.runs, "runs", 0, "exactly so many plain runs (default: up to 20, until the interval is within 5 %)")
	fs.BoolVar(&f.cold, "cold", false, "also start it from a cold page cache: drop the executable from it before runs that are paired with warm ones")
	fs.BoolVar(&f.dryRun, "dry-run", false, "say what would be built and run, and how often")
	fs.StringVar(&f.fail, "fail", "", "exit 1 if a finding is at least: high|medium|low")
	f.output.register(cmd)
	registerDir(cmd, &f.dir)
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on stderr")
	fs.BoolVarP(&f.output.verbose, "verbose", "v", false, "all tables and details; every step on a line of its own on stderr")
}

func (f *startupFlags) run(ctx context.Context, sys system) error {
	o, err := f.options(sys)
	if err != nil {
		return err
	}
	if f.dryRun {
		return f.preview(ctx, sys, o)
	}
	p := newProgress(sys, f.quiet, f.output.verbose)
	o.Progress, o.Preliminary = p.step, p.preliminary
	p.announce(o)
	res, err := startup.Run(ctx, o)
	p.done()
	if err != nil && !errors.Is(err, startup.ErrNotReady) {
		return err
	}
	res.Path = shortened(res.Path)
	if err := f.output.write(sys, res); err != nil {
		return err
	}
	return f.outcome(res, err)
}

// outcome turns a result into the exit code. Everything was said in the report.
func (f *startupFlags) outcome(res *startup.Result, err error) error {
	if err != nil {
		return &exitError{code: exitTrouble}
	}
	for _, got := range res.Record.Findings {
		if f.fail != "" && atLeast(got.Severity, f.fail) {
			return &exitError{code: exitFails}
		}
	}
	return nil
}

// severities is the order of --fail.
func severities() []string { return []string{finding.Low, finding.Medium, finding.High} }

func atLeast(severity, limit string) bool {
	i := slices.Index(severities(), severity)
	return i >= 0 && i >= slices.Index(severities(), limit)
}
