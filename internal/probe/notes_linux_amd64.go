package probe

import (
	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// Exit notes that a thread, which stands still, ends the process. Threads that end alone do not count.
func (w *Watch) Exit(t *ptrace.Thread) {
	regs, err := t.Regs()
	if err != nil || regs.Orig_rax != unix.SYS_EXIT_GROUP || w.End != 0 {
		return
	}
	w.End = t.Seen
	w.add(goevent.Event{Kind: goevent.Exiting, Stack: w.stack(regs.Rsp, regs.Rbp)}, t)
}

// chain returns where a thread stands, wherever that is: its instruction, the return addresses that frame
// pointers lead to, and the word on top of the stack.
func (w *Watch) chain(t *ptrace.Thread) (pcs []uint64, top uint64) {
	regs, err := t.Regs()
	if err != nil {
		return nil, 0 // it was killed
	}
	m := w.window(regs.Rsp)
	top, pcs = m.word(regs.Rsp), []uint64{regs.Rip}
	if regs.Rbp < regs.Rsp {
		return pcs, top // C code uses the register as it likes
	}
	return m.walk(pcs, regs.Rbp), top
}

// The notes return what a point tells, without time and thread; without a kind if it tells nothing.

// created is runtime.newproc1(fn, callergp, callerpc), on the scheduler's stack.
func (w *Watch) created(regs *unix.PtraceRegs) goevent.Event {
	by := w.goroutine(regs.Rbx)
	return goevent.Event{Kind: goevent.Created, By: by.id, Statement: regs.Rcx, Stack: w.stackOf(by)}
}

// run is runtime.execute(gp, …), on the scheduler's stack.
func (w *Watch) run(regs *unix.PtraceRegs) goevent.Event {
	g := w.goroutine(regs.Rax)
	if !w.known[g.id] && g.id != 0 {
		w.known[g.id] = true
		return goevent.Event{Kind: goevent.Born, G: g.id, By: g.parent, Statement: g.statement, Entry: w.first(g.entry)}
	}
	return of(goevent.Run, g.id)
}

// first returns the function that a go statement names, of the one that it starts.
func (w *Watch) first(entry uint64) uint64 {
	if entry == 0 {
		return 0
	}
	return w.program.file.Wrapped(entry-w.Events.Bias) + w.Events.Bias
}

// parked is runtime.gopark(unlockf, lock, reason, traceReason, …).
func (w *Watch) parked(regs *unix.PtraceRegs) goevent.Event {
	e := of(goevent.Parked, w.goroutine(regs.R14).id)
	e.Reason, e.Stack = w.layout.reason(uint8(regs.Rdi)), w.stack(regs.Rsp, regs.Rbp)
	return e
}

// readied is runtime.ready(gp, …), on the scheduler's stack.
func (w *Watch) readied(regs *unix.PtraceRegs) goevent.Event {
	by := w.current(regs.R14)
	e := of(goevent.Readied, w.goroutine(regs.Rax).id)
	e.By, e.Stack = by.id, w.stackOf(by)
	return e
}

// yielded is runtime.goschedImpl(gp, …), on the scheduler's stack.
func (w *Watch) yielded(regs *unix.PtraceRegs) goevent.Event {
	g := w.goroutine(regs.Rax)
	e := of(goevent.Yielded, g.id)
	e.Stack = w.stackOf(g, g.pc)
	return e
}

// ended is runtime.goexit0(gp), on the scheduler's stack.
func (w *Watch) ended(regs *unix.PtraceRegs) goevent.Event {
	return of(goevent.Ended, w.goroutine(regs.Rax).id)
}

// entered is runtime.reentersyscall, also by way of entersyscall.
func (w *Watch) entered(regs *unix.PtraceRegs) goevent.Event {
	e := of(goevent.Entered, w.goroutine(regs.R14).id)
	e.Stack = w.stack(regs.Rsp, regs.Rbp)
	return e
}

// returned is runtime.exitsyscall.
func (w *Watch) returned(regs *unix.PtraceRegs) goevent.Event {
	return of(goevent.Returned, w.goroutine(regs.R14).id)
}

// stopped is runtime.stopTheWorldWithSema(reason), on the scheduler's stack.
func (w *Watch) stopped(regs *unix.PtraceRegs) goevent.Event {
	by := w.current(regs.R14)
	return goevent.Event{Kind: goevent.Stopped, G: by.id, Reason: w.layout.stop(uint8(regs.Rax)), Stack: w.stackOf(by)}
}

// started is runtime.startTheWorldWithSema, on the scheduler's stack.
func (w *Watch) started(*unix.PtraceRegs) goevent.Event { return goevent.Event{Kind: goevent.Started} }

// marking is runtime.gcStart.
func (w *Watch) marking(regs *unix.PtraceRegs) goevent.Event {
	return goevent.Event{Kind: goevent.Marking, G: w.goroutine(regs.R14).id, Stack: w.stack(regs.Rsp, regs.Rbp)}
}

// marked is runtime.gcMarkTermination.
func (w *Watch) marked(*unix.PtraceRegs) goevent.Event { return goevent.Event{Kind: goevent.Marked} }
