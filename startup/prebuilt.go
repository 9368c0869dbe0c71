package startup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/secret"
)

// prebuilt is the origin of a program whose executable is there. It runs where it lies: it may look for
// files beside itself.
type prebuilt struct {
	named string // as its user named it
	path  string // absolute
	info  os.FileInfo
}

func newPrebuilt(o *Options, path string) (*subject, error) {
	b := &prebuilt{named: o.Target}
	if len(o.BuildFlags) > 0 {
		name, _, _ := strings.Cut(o.BuildFlags[0], "=")
		return nil, b.refuse("it is built already: -"+name+" has no effect", "leave the flag out, or give the package it is built from")
	}
	if runtime.GOOS != "linux" {
		return nil, b.refuse("executables are measured on Linux only", "give the package it is built from")
	}
	var err error
	if b.path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	f, err := b.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := &subject{
		Package: filepath.Base(b.path), GoVersion: f.Version(), File: b.named, blind: mayLookOutside(), origin: b,
	}
	s.adopt(f.BuildInfo())
	s.Packages = packagesOf(f, s)
	return s, b.mayObserve(o, s)
}

// mayObserve returns nil if the executable can be looked into as was asked for.
func (b *prebuilt) mayObserve(o *Options, s *subject) error {
	if o.Observe != ObserveBPF {
		return nil
	}
	if checksItself(o, s) {
		return b.refuse("it checks its own code (FIPS 140), which uprobes change", "leave --observe out")
	}
	if err := mayUseKernel(); err != nil {
		why, remedy, _ := strings.Cut(err.Error(), "; ")
		return b.refuse("it cannot be looked into as asked for: "+why, remedy+", or leave --observe out")
	}
	return nil
}

// checksItself reports whether the program may check its own code at run time.
func checksItself(o *Options, s *subject) bool {
	for _, env := range [][]string{o.Env, o.ExtraEnv} {
		for _, kv := range env {
			if v, ok := cutKey(kv, "GODEBUG"); ok && strings.Contains(v, "fips140=") {
				return true
			}
		}
	}
	return s.Build["GOFIPS140"] != "" || strings.Contains(s.Build["DefaultGODEBUG"], "fips140=")
}

// adopt takes over what the go command wrote into the executable; info may be nil.
func (s *subject) adopt(info *debug.BuildInfo) {
	if info == nil {
		return
	}
	if info.Path != "" && info.Path != unnamed {
		s.Package = info.Path
	}
	s.Module, s.Version, s.Modules = info.Main.Path, versionOf(&info.Main), modulesOf(info)
	if s.Module == "" && strings.HasPrefix(s.Package, toolchainPath) {
		s.Module = "std"
	}
	s.Build = map[string]string{}
	for _, set := range info.Settings {
		if set.Key == "vcs.revision" {
			s.Revision = set.Value
		}
		if strings.HasPrefix(set.Key, "-") || strings.HasPrefix(set.Key, "GO") || set.Key == "CGO_ENABLED" {
			s.Build[set.Key] = secret.Settings(set.Value)
			s.flags = append(s.flags, set.Key+"="+set.Value)
		}
	}
}

// fromSource says how to measure the program of an executable from its source. A version with a "+" in it
// is that of changed files, which nobody else has.
func (s *subject) fromSource() string {
	if s.Version == "" || strings.Contains(s.Version, "+") {
		return "the package it is built from, in place of the executable"
	}
	return "its source: cupel startup " + s.Package + "@" + s.Version
}

// unnamed is what the go command calls a package that was given as a list of files.
const unnamed = "command-line-arguments"

func (b *prebuilt) prepare(_ context.Context, m *measurement) error {
	m.plain = b.path
	return nil
}

func (b *prebuilt) observe(ctx context.Context, m *measurement, end time.Time) error {
	return m.outside(ctx, end)
}

func (b *prebuilt) intact() error {
	const hint = "build first, then measure; or measure a copy that nobody else writes to"
	now, err := os.Stat(b.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b.refuse("it was deleted while it was measured", hint)
	case err != nil:
		return b.refuse("it cannot be looked at any more: "+reason(err), hint)
	case !os.SameFile(b.info, now) || now.Size() != b.info.Size() || !now.ModTime().Equal(b.info.ModTime()):
		return b.refuse("it was replaced while it was measured: the runs are not all of one program", hint)
	}
	return nil
}

// SourcePath: the executable names files as its build did.
func (b *prebuilt) SourcePath(file string) string { return file }

func (b *prebuilt) Close() error { return nil }

// open checks whether the file can be measured, and opens it.
func (b *prebuilt) open() (*gobin.File, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	f, err := gobin.Open(b.path)
	if err != nil {
		return nil, b.unreadable(err)
	}
	return f, nil
}

func (b *prebuilt) refuse(why, hint string) error {
	return &FileError{File: b.named, Why: why, Hint: hint}
}
