package probe

import (
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/goevent"
)

// The notes return what a point tells, without time and thread; without a kind if it tells nothing.

// created is runtime.newproc1(fn, callergp, callerpc), on the scheduler's stack.
func (w *Watch) created(h *bpf.Hit) goevent.Event {
	return goevent.Event{Kind: goevent.Created, By: h.Other, Statement: h.CX, Stack: w.number(h.Stack)}
}

// run is runtime.execute(gp, …), on the scheduler's stack.
func (w *Watch) run(h *bpf.Hit) goevent.Event {
	if !w.known[h.About] && h.About != 0 {
		w.known[h.About] = true
		return goevent.Event{Kind: goevent.Born, G: h.About, By: h.Parent, Statement: h.Statement, Entry: w.first(h.Entry)}
	}
	return of(goevent.Run, h.About)
}

// first returns the function that a go statement names, of the one that it starts.
func (w *Watch) first(entry uint64) uint64 {
	if entry == 0 {
		return 0
	}
	return w.program.file.Wrapped(entry-w.Events.Bias) + w.Events.Bias
}

// parked is runtime.gopark(unlockf, lock, reason, traceReason, …).
func (w *Watch) parked(h *bpf.Hit) goevent.Event {
	e := of(goevent.Parked, h.About)
	e.Reason, e.Stack = w.layout.reason(uint8(h.DI)), w.number(h.Stack)
	return e
}

// readied is runtime.ready(gp, …), on the scheduler's stack.
func (w *Watch) readied(h *bpf.Hit) goevent.Event {
	e := of(goevent.Readied, h.About)
	e.By, e.Stack = h.Other, w.number(h.Stack)
	return e
}

// yielded is runtime.goschedImpl(gp, …), on the scheduler's stack.
func (w *Watch) yielded(h *bpf.Hit) goevent.Event {
	e := of(goevent.Yielded, h.About)
	e.Stack = w.number(h.Stack)
	return e
}

// ended is runtime.goexit0(gp), on the scheduler's stack.
func (w *Watch) ended(h *bpf.Hit) goevent.Event { return of(goevent.Ended, h.About) }

// entered is runtime.reentersyscall, also by way of entersyscall.
func (w *Watch) entered(h *bpf.Hit) goevent.Event {
	e := of(goevent.Entered, h.About)
	e.Stack = w.number(h.Stack)
	return e
}

// returned is runtime.exitsyscall.
func (w *Watch) returned(h *bpf.Hit) goevent.Event { return of(goevent.Returned, h.About) }

// stopped is runtime.stopTheWorldWithSema(reason), on the scheduler's stack.
func (w *Watch) stopped(h *bpf.Hit) goevent.Event {
	return goevent.Event{Kind: goevent.Stopped, G: h.Other, Reason: w.layout.stop(uint8(h.AX)), Stack: w.number(h.Stack)}
}

// started is runtime.startTheWorldWithSema, on the scheduler's stack.
func (w *Watch) started(*bpf.Hit) goevent.Event { return goevent.Event{Kind: goevent.Started} }

// marking is runtime.gcStart.
func (w *Watch) marking(h *bpf.Hit) goevent.Event {
	return goevent.Event{Kind: goevent.Marking, G: h.About, Stack: w.number(h.Stack)}
}

// marked is runtime.gcMarkTermination.
func (w *Watch) marked(*bpf.Hit) goevent.Event { return goevent.Event{Kind: goevent.Marked} }
