package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

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
		Target: f.target, Mode: f.mode, Observe: f.observe, Args: f.args, Dir: f.chdir, Env: sys.env, ExtraEnv: f.env, PTY: f.pty,
		BuildFlags: f.buildFlags(), Ready: ready, Runs: f.runs, Cold: f.cold, Timeout: f.timeout, Budget: f.budget,
		StopSignal: sig, Grace: f.grace, Store: store.Open(f.storeDir()), Tool: tool(), Now: sys.now,
	}, nil
}

func (f *startupFlags) validate() error {
	switch {
	case f.mode != startup.ModeAuto && f.mode != startup.ModeSource && f.mode != startup.ModeBinary:
		return usage(fmt.Errorf("--mode %q: use auto, source or binary", f.mode), "")
	case f.observe != startup.ObserveAuto && f.observe != startup.ObserveBPF && f.observe != startup.ObservePtrace:
		return usage(fmt.Errorf("--observe %q: use auto, bpf or ptrace", f.observe), "")
	case f.fail != "" && !slices.Contains(severities(), f.fail):
		return usage(fmt.Errorf("--fail %q: use high, medium or low", f.fail), "")
	case f.changed("runs") && (f.runs < 1 || f.runs > 1000):
		return usage(fmt.Errorf("--runs %d: use 1 to 1000", f.runs), "")
	case f.cold && runtime.GOOS != "linux":
		return usage(errors.New("--cold: the page cache of this system lets go of nothing on demand"), "measure on Linux, or leave --cold out")
	case f.timeout <= 0 || f.budget <= 0 || f.grace <= 0:
		return usage(errors.New("--timeout, --budget and --grace must be more than 0"), "")
	case f.quiet && f.output.verbose:
		return usage(errors.New("--quiet and --verbose exclude each other"), "")
	case f.dryRun && (f.output.json || f.output.format != "" || f.output.file != "" || f.fail != ""):
		return usage(errors.New("--dry-run measures nothing: --format, --json, -o and --fail have no effect with it"), "")
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
