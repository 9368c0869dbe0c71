package probe

import (
	"errors"
	"fmt"

	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// setBreakpoints sets all points as breakpoints.
func (w *Watch) setBreakpoints() error {
	w.clear = func(function string) {
		if body := w.program.at[function].body; body != 0 {
			w.process.Clear(body + w.Events.Bias) // of a process that has ended nothing needs to be cleared
		}
	}
	for _, fn := range w.program.inits {
		if err := w.once(fn, func(h *bpf.Hit) { w.begin(fn, h) }); err != nil {
			return err
		}
	}
	if err := w.once(w.program.main, w.done); err != nil {
		return err
	}
	if w.program.Blind != nil {
		return nil
	}
	return w.follow()
}

// once sets a breakpoint at the entry of a function that is called once.
func (w *Watch) once(fn gobin.Func, hit func(*bpf.Hit)) error {
	err := w.process.Break(fn.Entry+w.Events.Bias, &ptrace.Breakpoint{Once: true, Hit: func(t *ptrace.Thread) {
		hit(hitOf(t))
		w.stood(t)
	}})
	if err != nil {
		return fmt.Errorf("setting a breakpoint in %s: %w", fn.Name, err)
	}
	return nil
}

// follow sets the breakpoints that tell of goroutines.
func (w *Watch) follow() error {
	for i := range points {
		pt := &points[i]
		body := w.program.at[pt.function].body
		if body == 0 {
			continue
		}
		err := w.process.Break(body+w.Events.Bias, &ptrace.Breakpoint{Hit: func(t *ptrace.Thread) { w.hit(pt, t) }})
		if errors.Is(err, errors.ErrUnsupported) && !pt.needed {
			continue
		}
		if err != nil {
			return fmt.Errorf("setting a breakpoint in %s: %w", pt.function, err)
		}
	}
	return nil
}

// hit reads what a point asks for of a thread that stands there.
func (w *Watch) hit(pt *point, t *ptrace.Thread) {
	regs, err := t.Regs()
	if err != nil {
		return // it was killed
	}
	w.note(pt, w.read(t, regs, pt.asks))
	w.stood(t)
}

func hitOf(t *ptrace.Thread) *bpf.Hit {
	return &bpf.Hit{Time: t.Seen, TID: int32(t.TID), Stop: true}
}

// Paused notes that a thread stands still for the tracer alone, as at a signal. That is short, unless the tracer
// is busy with another process.
func (w *Watch) Paused(t *ptrace.Thread) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hold(t)
}

// hold notes that the goroutine which a thread runs is held up. That there was none yet, Finish sees.
func (w *Watch) hold(t *ptrace.Thread) {
	w.add(goevent.Event{Kind: goevent.Passed}, hitOf(t))
	w.stood(t)
}

// stood notes how long the thread has been looked at by now. That is the least for which it stood still, where
// the kernel does not tell.
func (w *Watch) stood(t *ptrace.Thread) {
	if len(w.Events.Events) == 0 {
		return
	}
	last := &w.Events.Events[len(w.Events.Events)-1]
	if last.Time != t.Seen || last.TID != int32(t.TID) {
		return
	}
	if w.stays != nil {
		w.stays.stop(t, w.Events.Events)
	}
	last.After = monotonic() - t.Seen
}
