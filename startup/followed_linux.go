package startup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/ptrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// followed makes the traced run once more where the program waits for what it executes, and follows that: whose
// time it is, and what Go programs among it do with theirs. It takes the place of the run before if it gets ready,
// too. It is not made at first, since each thread of the program stands still when it begins.
func (m *measurement) followed(ctx context.Context, end time.Time, o *observation) error {
	const what = "what happens inside of the programs that it executes"
	if m.seen.other() != nil || !o.waitsForChildren() {
		return nil
	}
	if err := ptrace.Available(); err != nil {
		why, remedy, _ := strings.Cut(err.Error(), "; ")
		m.skip(what, why, remedy)
		return nil
	}
	traced := time.Duration(m.seen.Trace.End - m.seen.Trace.Start)
	if m.Now().Add((minPlainRuns + 1) * traced).After(end) {
		m.skip(what, fmt.Sprintf("the budget of %s leaves no room for another run", m.Budget), "a greater --budget")
		return nil
	}
	kernel, err := m.kernel()
	if err != nil {
		return err
	}
	m.progress(Step{Text: "traced run that follows what is executed", Of: 1})
	if err := m.setAside(); err != nil {
		return err
	}
	before, unsampled := m.seen.Trace, m.unsampled
	follower := &observer{kernel: kernel, source: m.target.SourcePath}
	defer follower.close()
	err = m.traceFollowed(ctx, follower)
	if err != nil || !m.seen.Trace.Good() {
		m.seen.Trace, m.unsampled = before, unsampled
		m.skip(what, "in a run that followed them the program did not get ready", "")
		return errors.Join(err, m.restore())
	}
	m.discard()
	m.childSecrets = follower.family.secrets
	m.keepPaths()
	return follower.family.write(m.draft.Dir(), m.hider())
}

// traceFollowed makes the run.
func (m *measurement) traceFollowed(ctx context.Context, follower *observer) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(tracingProcs))
	_, err := m.trace(ctx, false, follower)
	warnings := follower.finish()
	if err == nil {
		follower.takeOut(m.seen.Trace)
		m.seen.Trace.Warnings = append(m.seen.Trace.Warnings, warnings...)
	}
	return err
}

// trail lets o follow what a run of c executes.
func (o *observer) trail(c *experiment.Command) {
	c.Trace = func(pid int) error { return o.trace(pid, false) }
	stop := c.OnReady
	c.OnReady = func() {
		stop()
		o.release()
	}
}

// frames returns what tells the frames of an address in an executable.
func (o *observer) frames(file *gobin.File) func(pc uint64) []timeline.Frame {
	if o.source == nil {
		return file.Frames
	}
	return func(pc uint64) []timeline.Frame {
		all := file.Frames(pc)
		for i := range all {
			all[i].File = o.source(all[i].File)
		}
		return all
	}
}

// waitsForChildren reports whether waits for children are a notable part of the path.
func (o *observation) waitsForChildren() bool {
	ns := int64(0)
	for _, s := range o.slices() {
		if s.Class == classSubprocess {
			ns += s.ns()
		}
	}
	return float64(ns)/1e9 >= notable(float64(o.took())/1e9)
}

// tracedFiles are those of a traced run that another one writes anew.
var tracedFiles = []string{fileTrace, fileMarks, fileSamples}

// setAside gives the files of the traced run other names.
func (m *measurement) setAside() error {
	return m.rename(tracedFiles, func(name string) (from, to string) { return name, name + ".before" })
}

// restore brings them back.
func (m *measurement) restore() error {
	return m.rename(tracedFiles, func(name string) (from, to string) { return name + ".before", name })
}

// rename renames files of the draft, as far as there are any.
func (m *measurement) rename(names []string, of func(string) (from, to string)) error {
	var errs []error
	for _, name := range names {
		from, to := of(name)
		err := os.Rename(filepath.Join(m.draft.Dir(), from), filepath.Join(m.draft.Dir(), to))
		if !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// discard removes them.
func (m *measurement) discard() {
	for _, name := range tracedFiles {
		os.Remove(filepath.Join(m.draft.Dir(), name+".before")) // there may be none
	}
}
