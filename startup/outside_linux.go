package startup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/probe"
	"github.com/cupelgo/cupel/internal/ptrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// outsideRuns is how many runs are made of an executable besides the plain ones, at the most: one is
// observed, or has the runtime's own report of init times.
const outsideRuns = 1

// mayLookOutside returns nil if an executable can be looked into from outside, else why not.
func mayLookOutside() error { return ptrace.Available() }

// outside makes the run of the executable that explains the plain ones, and leaves what was seen in files.
func (m *measurement) outside(ctx context.Context, end time.Time) error {
	if err := mayLookOutside(); err != nil {
		m.notObserved(err)
		return nil
	}
	// It reads the program from the disk, so that the observed one need not, and tells how long one that
	// settles must be watched.
	if err := m.plainRun(ctx, end); err != nil {
		return err
	}
	program, err := probe.Open(m.plain, checksItself(&m.Options, m.target))
	if err != nil {
		m.notObserved(err)
		return nil
	}
	defer program.Close()
	m.progress(Step{Text: "observed run", Of: 1})
	if err := m.lookInside(ctx, program); err != nil || m.seen.Trace == nil || !m.seen.Trace.Good() {
		return err
	}
	if seen, _, err := m.seen.observation(m.draft.Dir()); err == nil {
		m.late = m.acceptsLate(seen)
	}
	m.preliminary()
	return nil
}

// notObserved notes that the observed run cannot be made: why, and after a semicolon what would help.
func (m *measurement) notObserved(err error) {
	why, remedy, _ := strings.Cut(err.Error(), "; ")
	m.skip("critical path, causes and exact init times", why, cmp.Or(remedy, m.target.fromSource()))
}

// tracingProcs is GOMAXPROCS of the observed run. The tracer, the sampler and who looks for readiness spend
// their time in the kernel; each keeps its processor there for up to 10 ms, and the tracer must not wait for
// one to be free when the program has stopped.
const tracingProcs = 16

// lookInside makes the run. Where the program could not be traced after all, it leaves no run.
func (m *measurement) lookInside(ctx context.Context, program *probe.Program) error {
	m.seen.Linked = linkage(m.plain)
	c := m.explainingCommand(m.plain)
	kernel, err := m.kernel()
	if err != nil {
		return err
	}
	o := &observer{program: program, kernel: kernel}
	c.OnReady = o.release
	var samples sampling
	samples.prepare(&c, func() error { return nil })
	defer samples.close()
	o.hz = samples.hz
	c.Trace = func(pid int) error { return o.trace(pid, samples.sampler == nil) }
	defer o.close()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(tracingProcs))
	run, err := m.session.Run(ctx, c, m.Ready)
	lost := o.finish()
	if err != nil {
		return err
	}
	if o.watch == nil {
		m.notObserved(o.problem())
		return nil
	}
	o.takeOut(&run)
	run.Warnings = append(run.Warnings, lost...)
	m.seen.Trace, m.seen.ObservedBy = &run, o.pass()
	return m.keepSeen(o, &samples)
}

// keepSeen leaves what was seen in files, and says what was not.
func (m *measurement) keepSeen(o *observer, samples *sampling) error {
	program := o.program
	if program.Blind != nil {
		m.skip("what goroutines wait for", program.Blind.Error(), "a program that go1.18 to go1.27 built")
	}
	if samples.err != nil {
		samples.instead = o.interrupted()
		m.notSampled(samples, o.pass())
	}
	if samples.sampler != nil {
		recording, _ := samples.sampler.Stop() // writeSamples tells of the error
		o.adjust(o.watch, program, recording)
	}
	m.childSecrets = o.family.secrets
	return errors.Join(m.writeSamples(samples), o.write(m.draft.Dir(), m.target.GoVersion),
		o.family.write(m.draft.Dir(), m.hider()))
}

// adjust adds to what was seen of a process what only the kernel's record of its threads tells.
func (o *observer) adjust(w *probe.Watch, program *probe.Program, recording *perf.Recording) {
	noteStops(w.Events.Events, recording.Switches)
	if program.Blind != nil {
		w.Events.Events = loseWaits(w.Events.Events, recording.Switches)
	}
}

// An observer is what watches one run.
type observer struct {
	program *probe.Program // nil: its agent tells what it does
	kernel  *bpf.Collector // nil: breakpoints are set
	tracer  ptrace.Tracer
	watch   *probe.Watch        // of the first process; nil: it was not watched
	sampler *probe.Sampler      // nil: it is not needed, or not to be had
	hz      int                 // of CPU samples by the kernel; 0: none are taken
	family  *family             // what it executes besides; nil until it is watched
	err     error               // why not
	set     int64               // when all breakpoints were set, CLOCK_MONOTONIC in ns
	source  func(string) string // the user's name of a source file that an executable names; nil: the same
	asked   int64               // when the watching was to end, CLOCK_MONOTONIC in ns
}

// trace is the Trace of an experiment's command. sample says that nobody else samples the CPU.
func (o *observer) trace(pid int, sample bool) error {
	o.family = newFamily(pid, o.program, o)
	o.tracer.Exec = func(p *ptrace.Process) {
		if o.set != 0 {
			o.executed(p, pid)
			return
		}
		if o.program != nil {
			o.watch, o.err = o.program.Watch(p, o.kernel)
		}
		if sample && o.watch != nil {
			o.sample()
		}
		o.set = experiment.Monotonic()
	}
	o.tracer.Exit = func(t *ptrace.Thread, _ int) { o.family.exits(t) }
	o.tracer.Forked, o.tracer.Paused, o.tracer.Ended = o.family.forked, o.family.paused, o.family.ended
	return errors.Join(o.tracer.Run(pid), o.err)
}

// executed notes that a process executes another program.
func (o *observer) executed(p *ptrace.Process, first int) {
	if p.PID == first {
		o.replaced()
	}
	o.family.exec(p)
}

// release ends the watching.
func (o *observer) release() {
	o.asked = experiment.Monotonic()
	o.tracer.Release()
	o.stop()
}

// takeOut takes the time in which the program stood still until all breakpoints were set out of a run.
func (o *observer) takeOut(run *experiment.Run) {
	stood := o.set - max(run.Exec, run.Entry)
	for _, at := range []*int64{&run.Start, &run.Stood, &run.Exec, &run.Entry} {
		if *at != 0 {
			*at += stood
		}
	}
}

// close ends the sampling and lets go of what belongs to descendants.
func (o *observer) close() {
	o.stop()
	if o.family != nil {
		o.family.close()
	}
}

func (o *observer) problem() error {
	if o.err != nil {
		return o.err
	}
	return errNotStopped
}

// write leaves what was seen in two files. It was seen up to when the watching was to end.
func (o *observer) write(dir, goVersion string) error {
	if seen := o.watch.Events.Events; len(seen) > 0 && seen[len(seen)-1].Time < o.asked {
		o.watch.Events.Events = append(seen, goevent.Event{Kind: goevent.Passed, Time: o.asked})
	}
	events := func(w io.Writer) error { return o.watch.Events.Write(w, o.program.File().Frames) }
	m := marksOf(o.watch, o.program.File().Frames, goVersion)
	m.Stop = o.asked
	marks := func(w io.Writer) error { return agent.WriteMarks(w, m) }
	return errors.Join(writeFile(filepath.Join(dir, fileEvents), events), writeFile(filepath.Join(dir, fileMarks), marks))
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(path), err)
	}
	return nil
}

// marksOf returns what an agent would have noted. Each init function lasts until the next one begins.
func marksOf(w *probe.Watch, frames func(uint64) []timeline.Frame, goVersion string) *agent.Marks {
	m := &agent.Marks{Go: goVersion, PID: w.Events.PID, InitDone: w.Main, Exit: w.End}
	inits := afterRuntime(w.Inits)
	for i, in := range inits {
		next := w.Main
		if i+1 < len(inits) {
			next = inits[i+1].At
		}
		mark := agent.Init{Start: in.At, End: next, Symbol: in.Symbol}
		if at := frames(in.Entry); len(at) > 0 {
			mark.File, mark.Line = at[len(at)-1].File, at[len(at)-1].Line
		}
		m.Inits = append(m.Inits, mark)
	}
	m.Start = w.Main
	if len(inits) > 0 {
		m.Start = inits[0].At
	}
	return m
}

// afterRuntime leaves out the init functions of the runtime and of what it is built on: they come first.
func afterRuntime(all []probe.Init) []probe.Init {
	for i := len(all) - 1; i >= 0; i-- {
		if pkg, _ := splitSymbol(all[i].Symbol); pkg == "runtime" {
			return all[i+1:]
		}
	}
	return all
}

// mayExecute returns nil if the user may execute the file, and the file system lets anybody do so.
func mayExecute(path string) error { return unix.Access(path, unix.X_OK) }

// mayTrace returns nil if the program runs under ptrace as it does by itself.
func mayTrace(path string) error { return experiment.MayTrace(path) }
