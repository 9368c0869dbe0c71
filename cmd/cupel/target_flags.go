package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

// targetFlags say how a program is built and executed, when it is ready, and where its records go: those of all
// commands that execute one.
type targetFlags struct {
	ready, mode     string
	observe         string
	timeout, budget time.Duration
	env             []string
	labels          []string
	chdir           string
	tags, ldflags   string
	mod, pgo        string
	race            bool
	stopSignal      string
	grace           time.Duration
	pty             bool
	dir             string
	quiet           bool
	changed         func(name string) bool
	given           func(name string) string // as text
}

func (f *targetFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	f.changed = fs.Changed
	f.given = func(name string) string { return fs.Lookup(name).Value.String() }
	fs.StringVar(&f.ready, "ready", "auto", "when it is ready: auto|exit|listen[:PORT]|http(s)://URL|stdout:REGEX|stderr:REGEX|file:PATH|settle[:DURATION]")
	fs.StringVar(&f.mode, "mode", "auto", "what TARGET is: auto|source|binary")
	fs.DurationVar(&f.timeout, "timeout", startup.DefaultTimeout, "per run, from exec to ready")
	fs.DurationVar(&f.budget, "budget", startup.DefaultBudget, "for all runs together, without the builds")
	fs.StringArrayVar(&f.env, "env", nil, "KEY=VALUE for the target; may be repeated")
	registerLabels(cmd, &f.labels, "KEY=VALUE kept in the record, by which a history tells groups apart; may be repeated")
	fs.StringVarP(&f.chdir, "chdir", "C", "", "resolve and run the target in this folder")
	fs.StringVar(&f.tags, "tags", "", "build tags, as with go build")
	fs.BoolVar(&f.race, "race", false, "build with the race detector")
	fs.StringVar(&f.ldflags, "ldflags", "", "linker flags, as with go build")
	fs.StringVar(&f.mod, "mod", "", "module download mode, as with go build")
	fs.StringVar(&f.pgo, "pgo", "", "profile for PGO, as with go build")
	fs.StringVar(&f.stopSignal, "stop-signal", "TERM", "signal that ends the target once it is ready")
	fs.DurationVar(&f.grace, "grace", startup.DefaultGrace, "from the stop signal to SIGKILL")
	fs.BoolVar(&f.pty, "pty", false, "give the target a pseudo-terminal, for programs that query one; nobody types at it")
}

// registerDir registers where records lie.
func registerDir(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "dir", "", "folder of the records (default: .cupel at the module's root)")
}

// options are those of a measurement of target.
func (f *targetFlags) options(sys system, target string, args []string) (startup.Options, error) {
	if err := f.check(); err != nil {
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
	labels, err := parseLabels(f.labels, sys.env)
	if err != nil {
		return startup.Options{}, err
	}
	return startup.Options{
		Labels: labels, Target: target, Mode: f.mode, Observe: f.observe, Args: args, Dir: f.chdir, Env: sys.env, ExtraEnv: f.env, PTY: f.pty,
		BuildFlags: f.buildFlags(), Ready: ready, Timeout: f.timeout, Budget: f.budget,
		StopSignal: sig, Grace: f.grace, Store: store.Open(f.storeDir()), Tool: tool(), Now: sys.now,
	}, nil
}

// check tells of a wrong flag before anything is measured.
func (f *targetFlags) check() error {
	switch {
	case f.mode != startup.ModeAuto && f.mode != startup.ModeSource && f.mode != startup.ModeBinary:
		return usage(fmt.Errorf("--mode %q: use auto, source or binary", f.mode), "")
	case f.observe != "" && f.observe != startup.ObserveAuto && f.observe != startup.ObserveBPF && f.observe != startup.ObservePtrace:
		return usage(fmt.Errorf("--observe %q: use auto, bpf or ptrace", f.observe), "")
	case f.timeout <= 0 || f.budget <= 0 || f.grace <= 0:
		return usage(errors.New("--timeout, --budget and --grace must be more than 0"), "")
	}
	for i, kv := range f.env {
		if k, _, ok := strings.Cut(kv, "="); !ok || k == "" { // not quoted: it may be a value
			return usage(fmt.Errorf("--env number %d is not KEY=VALUE", i+1), "")
		}
	}
	return checkFolder(f.chdir)
}

// buildFlags returns the flags to pass on to the go command.
func (f *targetFlags) buildFlags() []string {
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

func (f *targetFlags) storeDir() string {
	if f.dir != "" {
		return f.dir
	}
	return defaultStore(f.chdir)
}
