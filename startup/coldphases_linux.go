package startup

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/auxv"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// coldPhases makes a few pairs of a warm and a cold run that tell in which phase the cold one waits for the
// disk: a breakpoint where the runtime hands over to package init, and one in main.main. That the tracer reads the
// pages in which they lie, and what the kernel reads ahead around them, spares the program as much: it counts as
// read by the program before package init, in time and in bytes.
func (m *measurement) coldPhases(ctx context.Context, c *cold, end time.Time) error {
	last := c.Pairs[len(c.Pairs)-1]
	if !last.Plain.Good() || !last.Other.Good() || c.inVain() {
		return nil
	}
	marks, err := readPhaseMarks(m.plain)
	if err == nil {
		err = mayLookOutside()
	}
	if err != nil {
		m.skip(whatColdPhases, err.Error(), "")
		return nil
	}
	for n := 0; n < mostPhasePairs && m.affordsPair(c.Pairs, end); n++ {
		m.progress(Step{Text: "pair of a warm and a cold run with two breakpoints", Of: mostPhasePairs, Done: n, Left: end.Sub(m.Now())})
		var p phasePair
		if err := inTurns(ctx, n, m.phaseRun(&p.Warm, marks), c.before(m.phaseRun(&p.Cold, marks))); err != nil {
			return err
		}
		c.Phases = append(c.Phases, p)
	}
	return nil
}

// phaseMarks are where the phases of a program begin: addresses in its file.
type phaseMarks struct{ entry, init, main uint64 }

// readPhaseMarks reads them before the file is dropped from the page cache.
func readPhaseMarks(path string) (phaseMarks, error) {
	f, err := gobin.Open(path)
	if err != nil {
		return phaseMarks{}, err
	}
	defer f.Close()
	begin, known := f.Lookup("runtime.main")
	main, too := f.Lookup("main.main")
	if !known || !too {
		return phaseMarks{}, errors.New("the executable does not tell where runtime.main and main.main are")
	}
	return phaseMarks{f.Entry(), begin.Entry, main.Entry}, nil
}

// phaseRun returns a function that makes one run and notes what it had read at the border of each phase.
func (m *measurement) phaseRun(to *phasedRun, marks phaseMarks) func(context.Context) error {
	return func(ctx context.Context) error {
		w := &phaseWatch{marks: marks}
		tracer := &ptrace.Tracer{Exec: w.executed}
		c := m.plainCommand()
		c.Output = ""
		c.Trace, c.OnReady = tracer.Run, tracer.Release
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(tracingProcs))
		run, err := m.session.Run(ctx, c, m.Ready)
		if err != nil {
			return err
		}
		*to = w.phases(&run)
		return nil
	}
}

// A phaseWatch notes when a program comes to its phases. Its method executed is a hook of the tracer.
type phaseWatch struct {
	marks phaseMarks
	set   bool
	err   error     // of setting the breakpoints
	own   phaseMark // what the tracer read to do so
	init  phaseMark
	main  phaseMark
}

// A phaseMark is what a process had done when a phase began.
type phaseMark struct{ at, read, major int64 }

// executed sets the breakpoints in the program that was started; others that it executes go on without.
func (w *phaseWatch) executed(p *ptrace.Process) {
	if w.set {
		return
	}
	w.set = true
	entry, err := auxv.Of(p.PID, auxv.Word, auxv.Entry)
	if err != nil {
		w.err = fmt.Errorf("asking where the program lies: %w", err)
		return
	}
	bias := entry - w.marks.entry
	note := func(to *phaseMark) *ptrace.Breakpoint {
		return &ptrace.Breakpoint{Once: true, Hit: func(t *ptrace.Thread) {
			to.at = t.Seen
			to.read, to.major = experiment.Reads(p.PID)
		}}
	}
	before := readByThread()
	w.err = errors.Join(p.Break(w.marks.init+bias, note(&w.init)), p.Break(w.marks.main+bias, note(&w.main)))
	w.own = readByThread().minus(before)
}

// readByThread is what the calling thread has read so far.
func readByThread() phaseMark {
	var use unix.Rusage
	unix.Getrusage(unix.RUSAGE_THREAD, &use) // cannot fail: the pointer is valid
	return phaseMark{read: int64(use.Inblock) * experiment.BlockBytes, major: int64(use.Majflt)}
}

// phases divides a run at the marks, as far as it came.
func (w *phaseWatch) phases(run *experiment.Run) phasedRun {
	switch {
	case w.err != nil:
		return phasedRun{Problem: w.err.Error()}
	case !run.Good():
		return phasedRun{Problem: "it did not get ready: " + run.Problem}
	case w.init.at == 0 || w.main.at == 0:
		return phasedRun{Problem: "it was not seen to begin package init and main.main"}
	case min(w.init.read, w.main.read, run.ReadBytes, w.init.major, w.main.major, run.MajorFaults) < 0:
		return phasedRun{Problem: "the kernel does not tell what it read"}
	}
	begin := phaseMark{at: run.Start, read: -w.own.read, major: -w.own.major}
	ready := phaseMark{run.Ready, run.ReadBytes, run.MajorFaults}
	return phasedRun{
		Runtime: w.init.minus(begin).cost(), Init: w.main.minus(w.init).cost(), Main: ready.minus(w.main).cost(),
	}
}

// minus is what was done between two marks.
func (a phaseMark) minus(b phaseMark) phaseMark {
	return phaseMark{a.at - b.at, a.read - b.read, a.major - b.major}
}

func (a phaseMark) cost() phaseCost {
	return phaseCost{Seconds: float64(a.at) / 1e9, Read: a.read, Major: a.major}
}
