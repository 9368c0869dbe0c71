package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/check"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/revision"
	"github.com/cupelgo/cupel/internal/secret"
	"github.com/cupelgo/cupel/startup"
)

// initFlags are the flags of `cupel init` as given.
type initFlags struct {
	targetFlags
	file    string
	force   bool
	targets []string
	args    []string
}

const initLong = `Init measures how the programs of a module start and writes cupel.yaml, with claims that hold today:
how long each takes, what it uses, and that nothing waits for the network in package init, each with
what was measured. cupel check tests them from then on.

Without TARGET it takes all main packages of the module around the current folder, at most five.
How a program is started and found ready goes into the file as it is given here.`

const initExample = `  cupel init
  cupel init --ready http://127.0.0.1:8080/healthz ./cmd/api -- --config dev.yaml`

func initCommand(sys system) *cobra.Command {
	f := &initFlags{}
	cmd := &cobra.Command{
		Use:     "init [flags] [TARGET...] [-- ARGS...]",
		Short:   "Write claims that hold today",
		Long:    initLong,
		Example: initExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.targets, f.args = atDash(cmd, args)
			return f.run(cmd.Context(), sys)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVarP(&f.file, "output", "o", claimsName, "the file to write")
	fs.BoolVar(&f.force, "force", false, "replace the file if it is there")
	f.targetFlags.register(cmd)
	registerDir(cmd, &f.dir)
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on stderr")
	return cmd
}

func (f *initFlags) run(ctx context.Context, sys system) error {
	if err := checkFile(f.file); err != nil {
		return err
	}
	if _, err := os.Lstat(f.file); !f.force && !errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("%s is there already", f.file), "cupel init --force replaces it; cupel init -o other.yaml writes another one")
	}
	if f.chdir != "" {
		return usage(errors.New("-C has no effect: a claims file has its paths from where it lies"), "cd "+f.chdir+" && cupel init")
	}
	targets, err := f.programs(ctx, sys)
	if err != nil {
		return err
	}
	p := newProgress(sys, f.quiet, false)
	var all []check.Measurement
	for _, target := range targets {
		m, err := f.measure(ctx, sys, p, target)
		if err != nil {
			return err
		}
		all = append(all, *m)
	}
	text, err := check.Draft(all, f.baseline(ctx, sys))
	if err != nil {
		return err
	}
	if err := writeWhole(f.file, []byte(text)); err != nil {
		return err
	}
	if f.telling(text) {
		fmt.Fprintf(sys.text(sys.stderr), "warning: %s has what looks like a secret, as it was given; programs get your environment: put it there, and leave it out of the file\n", f.file)
	}
	fmt.Fprintf(sys.text(sys.stdout), "wrote %s with %d claims about %s; cupel check tests them\n", f.file, strings.Count(text, "\n  - name:"),
		strings.Join(targets, ", "))
	return nil
}

// telling reports whether a file has what looks like a secret, of a variable or an argument.
func (f *initFlags) telling(text string) bool {
	words := slices.Clone(f.args)
	for _, kv := range f.env {
		words = append(words, "--env="+kv)
	}
	return secret.Hide(text, words, f.env) != text
}

// mostPrograms is how many main packages are taken without being named: each takes a measurement.
const mostPrograms = 5

// programs are the targets: those that were named, else the main packages of the module.
func (f *initFlags) programs(ctx context.Context, sys system) ([]string, error) {
	if len(f.targets) > 0 {
		return f.targets, nil
	}
	all, err := gotool.Mains(ctx, "", sys.env, f.buildFlags())
	switch {
	case err != nil:
		return nil, err
	case len(all) == 0:
		return nil, usage(errors.New("the module around this folder has no main package"), "cupel init TARGET, a program to be measured")
	case len(all) > mostPrograms:
		return nil, usage(fmt.Errorf("the module has %d main packages: name those to make claims about", len(all)),
			"cupel init "+strings.Join(all[:2], " "))
	}
	return all, nil
}

// measure makes one measurement as cupel startup does.
func (f *initFlags) measure(ctx context.Context, sys system, p *progress, target string) (*check.Measurement, error) {
	o, err := f.options(sys, target, f.args)
	if err != nil {
		return nil, err
	}
	o.Progress = p.step
	p.announce(o)
	res, err := startup.Run(ctx, o)
	p.done()
	if errors.Is(err, startup.ErrNotReady) {
		return nil, usage(notReady(res, err), "say when it is ready and what it needs: cupel init --ready … "+target+" -- ARGS")
	}
	if err != nil {
		return nil, err
	}
	return &check.Measurement{Run: "startup " + f.words(target), Record: res.Record, Blind: startup.Blind(res.Record)}, nil
}

// words are the flags that were given, the target and its arguments, as a run names them.
func (f *initFlags) words(target string) string {
	var all []string
	for _, name := range []string{"ready", "mode", "timeout", "budget", "tags", "ldflags", "mod", "pgo", "stop-signal", "grace"} {
		if f.changed(name) {
			all = append(all, "--"+name+"="+f.given(name))
		}
	}
	for _, kv := range f.env {
		all = append(all, "--env="+kv)
	}
	for _, label := range f.labels {
		all = append(all, "--label="+label)
	}
	for _, name := range []string{"race", "pty"} {
		if f.changed(name) {
			all = append(all, "--"+name)
		}
	}
	all = append(all, target)
	if len(f.args) > 0 {
		all = append(append(all, "--"), f.args...)
	}
	return check.Quote(all)
}

// baseline is the branch that claims can compare with, "" if this is no clone that has one.
func (f *initFlags) baseline(ctx context.Context, sys system) string {
	dir, err := filepath.Abs(".")
	if err != nil {
		return ""
	}
	return revision.Default(ctx, dir, sys.env)
}
