package gotool

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// Options say what to build and how.
type Options struct {
	Target string   // as for go run: a folder, an import path, or one of them@version
	Dir    string   // where the go command runs
	Env    []string // the full environment of the go command
	Flags  []string // build flags, one string each: "-tags=x", "-race", "-ldflags=-s -w"
	Temp   string   // an existing folder for intermediate files; the caller removes it
}

// Package is a package that goes into the target.
type Package struct {
	ImportPath string   `json:"import_path"`
	Name       string   `json:"name"`
	Dir        string   `json:"dir,omitempty"`
	Module     string   `json:"module,omitempty"`  // path of the module, "std" for the standard library
	Version    string   `json:"version,omitempty"` // of the module; empty for a working copy
	ModuleDir  string   `json:"module_dir,omitempty"`
	Standard   bool     `json:"standard,omitempty"`
	Imports    []string `json:"imports,omitempty"` // import paths as the build resolves them, without "C"
}

// Target is a main package that was found, with the toolchain and the packages it is built from.
type Target struct {
	Package   string // import path
	Dir       string // of the package's files
	Module    string // path of the module; empty outside of any
	Version   string // of the module; empty for a working copy
	GoVersion string // of the toolchain, e.g. "go1.26.1"
	GOROOT    string
	Packages  map[string]*Package // by import path, the main package included

	goCmd     command // runs in the folder of the build
	temp      string
	pattern   string   // what the go command is told to build
	flags     []string // build flags
	env       goEnv
	mainDir   string   // of the main package where it is built
	mainFiles []string // names of its Go files
	renames   []rename
	released  func() error // removes the copy of the module
}

// Resolve finds the main package that o.Target names. It returns a *[TargetError] when the target is
// at fault, a *[BuildError] when the go command refuses the module as it is.
func Resolve(ctx context.Context, o Options) (*Target, error) {
	t, err := locate(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := t.load(ctx, o.Target); err != nil {
		return nil, joinClose(err, t.Close())
	}
	return t, nil
}

// Close removes what Resolve left outside of Options.Temp. The target cannot be built any more.
func (t *Target) Close() error {
	if t.released == nil {
		return nil
	}
	err := t.released()
	t.released = nil
	return err
}

// Goflags is what GOFLAGS is for the target: of the environment, or as `go env -w` has set it.
func (t *Target) Goflags() string { return t.env.GOFLAGS }

// SourcePath returns the name under which the user knows a file that a built program or the compiler
// names: in the real GOROOT instead of the farm, in the module cache instead of the copy.
func (t *Target) SourcePath(file string) string {
	for _, r := range t.renames {
		if rest, ok := strings.CutPrefix(file, r.from); ok && (rest == "" || rest[0] == filepath.Separator) {
			return r.to + rest
		}
	}
	return file
}

// rename maps a folder of the build to the user's.
type rename struct{ from, to string }

// locate finds where to build. A package at a version is fetched first.
func locate(ctx context.Context, o Options) (*Target, error) {
	temp, err := filepath.Abs(o.Temp)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(cmp.Or(o.Dir, "."))
	if err != nil {
		return nil, err
	}
	t := &Target{temp: temp, flags: o.Flags, pattern: o.Target, goCmd: newCommand(dir, temp, o.Env)}
	pkg, version, remote := strings.Cut(o.Target, "@")
	if err := checkForm(o.Target, pkg, version, remote); err != nil {
		return nil, err
	}
	if remote {
		if err := t.fetch(ctx, pkg, version); err != nil {
			return nil, joinClose(err, t.Close())
		}
	}
	return t, nil
}

func checkForm(target, pkg, version string, remote bool) error {
	switch {
	case target == "":
		return &TargetError{Target: `""`, Err: ErrNoPackage}
	case strings.HasSuffix(pkg, ".go"):
		return &TargetError{Target: target, Err: ErrNotMain, Detail: "it is a file; name its folder"}
	case remote && (pkg == "" || version == ""):
		return &TargetError{Target: target, Err: ErrNoVersion, Detail: "the form is package@version"}
	case remote && (strings.HasPrefix(pkg, ".") || filepath.IsAbs(pkg)):
		return &TargetError{Target: target, Err: ErrNoVersion, Detail: "a folder has no versions"}
	case remote && strings.Contains(pkg, "..."):
		return &TargetError{Target: target, Err: ErrSeveral}
	}
	return nil
}

func joinClose(err, closing error) error {
	if closing == nil {
		return err
	}
	return fmt.Errorf("%w (and cleaning up: %v)", err, closing)
}
