package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/cupelgo/cupel/startup"
)

func (f *startupFlags) options(sys system) (startup.Options, error) {
	if err := f.validate(); err != nil {
		return startup.Options{}, err
	}
	o, err := f.targetFlags.options(sys, f.target, f.args)
	o.Runs, o.Cold = f.runs, f.cold
	return o, err
}

// mostRuns is the most plain runs, or pairs of them, that can be asked for.
const mostRuns = 1000

func (f *startupFlags) validate() error {
	switch {
	case f.fail != "" && !slices.Contains(severities(), f.fail):
		return usage(fmt.Errorf("--fail %q: use high, medium or low", f.fail), "")
	case f.changed("runs") && (f.runs < 1 || f.runs > mostRuns):
		return usage(fmt.Errorf("--runs %d: use 1 to %d", f.runs, mostRuns), "")
	case f.cold && runtime.GOOS != "linux":
		return usage(errors.New("--cold: the page cache of this system lets go of nothing on demand"), "measure on Linux, or leave --cold out")
	case f.quiet && f.output.verbose:
		return usage(errors.New("--quiet and --verbose exclude each other"), "")
	case f.dryRun && (f.output.json || f.output.format != "" || f.output.file != "" || f.fail != ""):
		return usage(errors.New("--dry-run measures nothing: --format, --json, -o and --fail have no effect with it"), "")
	}
	return f.output.check()
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
