package startup

import (
	"context"
	"time"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gotool"
)

// A subject is the program that is measured: what is known of it before it runs, and where it comes from.
type subject struct {
	Package   string // import path; of an executable that does not tell, the name of its file
	Module    string // path of the main module, "" if it is not known
	Version   string // of it, "" of a working copy
	Revision  string // of its source, where the executable tells
	GoVersion string
	Packages  map[string]*gotool.Package // by import path
	Modules   []module                   // of an executable, as far as it tells

	File   string            // the executable as its user named it; "" of one that is built from source
	Build  map[string]string // settings of the build, as they may be stored
	flags  []string          // the same as given: there may be secrets in them
	builds int               // executables to make
	blind  error             // why the program cannot be looked into; nil if it can

	origin
}

// An origin is where a subject comes from: source to build, or an executable that is there.
type origin interface {
	// prepare provides the executables to run.
	prepare(ctx context.Context, m *measurement) error
	// observe makes the runs that explain the plain ones, as far as it is possible.
	observe(ctx context.Context, m *measurement, end time.Time) error
	// intact returns nil if all runs were of the same program, else what happened to it.
	intact() error
	// SourcePath returns the name under which the user knows a source file that the program names.
	SourcePath(file string) string
	// Close lets go of what the subject holds.
	Close() error
}

// resolve finds out what o.Target is. What is built is built in temp.
func resolve(ctx context.Context, o *Options, s *experiment.Session, temp string) (*subject, error) {
	if path := o.executable(); path != "" {
		return newPrebuilt(o, path)
	}
	if o.missing() {
		return nil, &FileError{File: o.Target, Why: "no such package or executable"}
	}
	if o.Observe != "" && o.Observe != ObserveAuto {
		return nil, &FileError{File: o.Target, Why: "a package is not looked into by " + o.Observe + ", but built with an agent",
			Hint: "leave --observe out, or give the executable"}
	}
	return newSource(ctx, o, s, temp)
}
