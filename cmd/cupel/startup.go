package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

// startupFlags are the flags of `cupel startup` as given.
type startupFlags struct {
	ready, mode     string
	runs            int
	timeout, budget time.Duration
	env             []string
	chdir           string
	tags, ldflags   string
	mod, pgo        string
	race            bool
	stopSignal      string
	grace           time.Duration
	pty             bool
	dryRun          bool
	fail            string
	dir             string
	output          outputFlags
	quiet           bool
	changed         func(name string) bool
	target          string
	args            []string
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
  cupel startup --mode binary kubectl -- version --client`

func startupCommand(sys system) *cobra.Command {
	f := &startupFlags{}
	cmd := &cobra.Command{
		Use:     "startup [flags] TARGET [-- ARGS...]",
		Short:   "Why does this Go program start slowly?",
		Long:    startupLong,
		Example: startupExample,
		Args:    startupArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.target, f.args, f.changed = args[0], args[1:], cmd.Flags().Changed
			return f.run(cmd.Context(), sys)
		},
	}
	f.register(cmd)
	return cmd
}

// startupArgs wants one target; what follows -- is the target's.
func startupArgs(cmd *cobra.Command, args []string) error {
	own := len(args)
	if dash := cmd.ArgsLenAtDash(); dash >= 0 {
		own = dash
	}
	switch {
	case own == 0:
		return usage(errors.New("no target given"), "cupel startup ./cmd/api")
	case own > 1:
		return usage(fmt.Errorf("one target at a time, got %s", strings.Join(args[:own], " ")),
			"arguments of the target come after --: cupel startup "+args[0]+" -- "+strings.Join(args[1:own], " "))
	}
	return nil
}

func (f *startupFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.ready, "ready", "auto", "when it is ready: auto|exit|listen[:PORT]|http(s)://URL|stdout:REGEX|stderr:REGEX|file:PATH|settle[:DURATION]")
	fs.StringVar(&f.mode, "mode", "auto", "what TARGET is: auto|source|binary")
	fs.IntVar(&f.runs, "runs", 0, "exactly so many plain runs (default: up to 20, until the interval is within 5 %)")
	fs.DurationVar(&f.timeout, "timeout", startup.DefaultTimeout, "per run, from exec to ready")
	fs.DurationVar(&f.budget, "budget", startup.DefaultBudget, "for all runs together, without the builds")
	fs.StringArrayVar(&f.env, "env", nil, "KEY=VALUE for the target; may be repeated")
	fs.StringVarP(&f.chdir, "chdir", "C", "", "resolve and run the target in this folder")
	fs.StringVar(&f.tags, "tags", "", "build tags, as with go build")
	fs.BoolVar(&f.race, "race", false, "build with the race detector")
	fs.StringVar(&f.ldflags, "ldflags", "", "linker flags, as with go build")
	fs.StringVar(&f.mod, "mod", "", "module download mode, as with go build")
	fs.StringVar(&f.pgo, "pgo", "", "profile for PGO, as with go build")
	fs.StringVar(&f.stopSignal, "stop-signal", "TERM", "signal that ends the target once it is ready")
	fs.DurationVar(&f.grace, "grace", startup.DefaultGrace, "from the stop signal to SIGKILL")
	fs.BoolVar(&f.pty, "pty", false, "give the target a pseudo-terminal, for programs that query one; nobody types at it")
	fs.BoolVar(&f.dryRun, "dry-run", false, "say what would be built and run, and how often")
	fs.StringVar(&f.fail, "fail", "", "exit 1 if a finding is at least: high|medium|low")
	f.output.register(cmd)
	fs.StringVar(&f.dir, "dir", "", "folder of the records (default: .cupel at the module's root)")
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
	p := newProgress(sys.stderr, f.quiet, f.output.verbose)
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

func (f *startupFlags) options(sys system) (startup.Options, error) {
	if err := f.validate(); err != nil {
		return startup.Options{}, err
	}
	ready, err := experiment.ParseReady(f.ready)
	if err != nil {
		return startup.Options{}, usage(err, "")
	}
	if ready.Kind == experiment.File && !filepath.IsAbs(ready.Path) {
		ready.Path = filepath.Join(f.chdir, ready.Path)
	}
	sig, err := experiment.ParseSignal(f.stopSignal)
	if err != nil {
		return startup.Options{}, usage(err, "")
	}
	return startup.Options{
		Target: f.target, Mode: f.mode, Args: f.args, Dir: f.chdir, Env: sys.env, ExtraEnv: f.env, PTY: f.pty,
		BuildFlags: f.buildFlags(), Ready: ready, Runs: f.runs, Timeout: f.timeout, Budget: f.budget,
		StopSignal: sig, Grace: f.grace, Store: store.Open(f.storeDir()), Tool: tool(), Now: sys.now,
	}, nil
}

func (f *startupFlags) validate() error {
	switch {
	case f.mode != startup.ModeAuto && f.mode != startup.ModeSource && f.mode != startup.ModeBinary:
		return usage(fmt.Errorf("--mode %q: use auto, source or binary", f.mode), "")
	case f.fail != "" && !slices.Contains(severities(), f.fail):
		return usage(fmt.Errorf("--fail %q: use high, medium or low", f.fail), "")
	case f.changed("runs") && (f.runs < 1 || f.runs > 1000):
		return usage(fmt.Errorf("--runs %d: use 1 to 1000", f.runs), "")
	case f.timeout <= 0 || f.budget <= 0 || f.grace <= 0:
		return usage(errors.New("--timeout, --budget and --grace must be more than 0"), "")
	case f.quiet && f.output.verbose:
		return usage(errors.New("--quiet and --verbose exclude each other"), "")
	case f.dryRun && (f.output.json || f.output.file != "" || f.fail != ""):
		return usage(errors.New("--dry-run measures nothing: --json, -o and --fail have no effect with it"), "")
	}
	for i, kv := range f.env {
		if k, _, ok := strings.Cut(kv, "="); !ok || k == "" { // not quoted: it may be a value
			return usage(fmt.Errorf("--env number %d is not KEY=VALUE", i+1), "")
		}
	}
	if err := f.output.check(); err != nil {
		return err
	}
	return checkFolder(f.chdir)
}

// buildFlags returns the flags to pass on to the go command.
func (f *startupFlags) buildFlags() []string {
	var out []string
	for _, kv := range [][2]string{{"tags", f.tags}, {"ldflags", f.ldflags}, {"mod", f.mod}, {"pgo", f.pgo}} {
		if f.changed(kv[0]) {
			out = append(out, "-"+kv[0]+"="+kv[1])
		}
	}
	if f.race {
		out = append(out, "-race")
	}
	return out
}

func (f *startupFlags) storeDir() string {
	if f.dir != "" {
		return f.dir
	}
	return defaultStore(f.chdir)
}

// defaultStore is .cupel at the root of the module around dir, else in dir.
func defaultStore(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ".cupel"
	}
	for at := abs; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Join(at, ".cupel")
		}
		if at == filepath.Dir(at) {
			return filepath.Join(abs, ".cupel")
		}
	}
}

// shortened is path relative to the current folder when it lies below it.
func shortened(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(here, path)
	if err != nil || !filepath.IsLocal(rel) {
		return path
	}
	return rel
}

func (f *startupFlags) preview(ctx context.Context, sys system, o startup.Options) error {
	p, err := startup.Preview(ctx, o)
	if err != nil {
		return err
	}
	name := p.Package
	if p.Version != "" {
		name += "@" + p.Version
	}
	if p.Builds == 0 {
		fmt.Fprintf(sys.stdout, "would run  %s up to %s and build nothing\n", p.File, times(p.Runs))
		fmt.Fprintf(sys.stdout, "program    %s\n", strings.TrimSpace(name+" "+p.Go))
	} else {
		fmt.Fprintf(sys.stdout, "would build %s %s with %s and run it up to %s\n",
			name, times(p.Builds), p.Go, times(p.Runs))
	}
	if p.Further > 0 {
		fmt.Fprintf(sys.stdout, "further    up to %s with and without GOGC=400, only if the garbage collector holds up the path\n", times(p.Further))
	}
	fmt.Fprintf(sys.stdout, "command    %s\n", strings.Join(p.Command, " "))
	if f.pty {
		fmt.Fprintln(sys.stdout, "terminal   a pseudo-terminal is its stdin, stdout and stderr")
	}
	fmt.Fprintf(sys.stdout, "ready      %s, within %s per run and %s for all runs\n", p.Ready, o.Timeout, o.Budget)
	for _, s := range p.Skipped {
		fmt.Fprintf(sys.stdout, "skipped    %s\n", s)
	}
	return nil
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
