//go:build amd64 || arm64

package ptrace

import (
	"golang.org/x/sys/unix"
)

// handle deals with an event, after which a thread that has stopped goes on. That a thread was killed
// meanwhile (ESRCH) is no error anywhere: its end is an event of its own.
func (t *Tracer) handle(e event) {
	if e.ended {
		t.bury(e.tid)
		return
	}
	th := t.threads[e.tid]
	if th == nil {
		if th = t.stranger(e.tid); th == nil {
			return
		}
	}
	if e.kind == unix.PTRACE_EVENT_EXEC {
		th = t.replaced(th)
	}
	t.stand(th)
	t.resume(th, t.judge(th, e))
}

// judge deals with a stop and returns the signal with which the thread is to go on.
func (t *Tracer) judge(th *Thread, e event) unix.Signal {
	switch e.kind {
	case 0:
		return t.signal(th, e.sig)
	case unix.PTRACE_EVENT_CLONE, unix.PTRACE_EVENT_FORK, unix.PTRACE_EVENT_VFORK:
		t.parted(th)
		t.paused(th)
	case unix.PTRACE_EVENT_EXEC:
		t.loaded(th)
	case unix.PTRACE_EVENT_EXIT:
		t.exits(th)
	}
	return 0
}

// signal deals with a thread that stands at the delivery of a signal.
func (t *Tracer) signal(th *Thread, sig unix.Signal) unix.Signal {
	switch sig {
	case unix.SIGTRAP:
		return t.trapped(th)
	case tickSignal:
		return t.tocked(th)
	case unix.SIGSTOP, unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU:
		return t.stopSignal(th, sig)
	}
	t.paused(th)
	return sig
}

// paused tells of a thread that stands still though nobody wants to know where.
func (t *Tracer) paused(th *Thread) {
	if t.Paused != nil && !t.released.Load() {
		t.Paused(th)
	}
}

// stopSignal tells the program's stop signals from the kernel's SIGSTOP for a new thread and from ours,
// and from the stop of the whole process, which is not a signal. What stands so goes on.
func (t *Tracer) stopSignal(th *Thread, sig unix.Signal) unix.Signal {
	from, err := sender(th.TID)
	switch {
	case err != nil:
		return 0
	case sig == unix.SIGSTOP && th.newborn && from.code == codeUser && from.pid == 0:
		th.newborn = false
		t.paused(th)
		th.apart = t.leaving
		return 0
	case sig == unix.SIGSTOP && th.halted && from.ours():
		th.halted = false
		th.apart = true
		return 0
	}
	return sig
}

// resume lets a thread go on with a signal, or with none.
func (t *Tracer) resume(th *Thread, sig unix.Signal) {
	request := unix.PTRACE_CONT
	if th.apart && !th.ticked {
		request = unix.PTRACE_DETACH
		th.Process.space.restore()
		t.removeThread(th.TID)
	}
	order(request, th.TID, 0, uintptr(sig))
}

// exits tells of a thread that is about to end.
func (t *Tracer) exits(th *Thread) {
	if t.Exit == nil || t.released.Load() {
		return
	}
	if status, err := message(th.TID); err == nil {
		t.Exit(th, status)
	}
}

// bury deals with the end of a thread, or of a process once all its threads have ended.
func (t *Tracer) bury(tid int) {
	status := reap(tid)
	t.removeThread(tid)
	p := t.processes[tid]
	if p == nil {
		return
	}
	t.adoptHeld(p)
	t.forget(p)
	if t.Ended != nil && !t.released.Load() {
		t.Ended(p, status)
	}
}

func (t *Tracer) forget(p *Process) {
	t.removeThreads(p, nil)
	delete(t.processes, p.PID)
	p.space.drop()
}

// replaced deals with an exec, whichever thread did it: the others are gone, and it has the pid for its
// thread id now. th is the one that had the pid before.
func (t *Tracer) replaced(th *Thread) *Thread {
	p := th.Process
	t.adoptHeld(p)
	take(p.PID) // before that the kernel refuses requests, which may mean the thread that is gone
	if old, err := message(th.TID); err == nil && old != th.TID && t.threads[old] != nil {
		th = t.threads[old]
	}
	t.removeThreads(p, nil)
	th.TID = p.PID
	t.addThread(th)
	p.space.drop()
	p.space = newSpace(p.PID)
	return th
}

// loaded tells of a process that stands at the first instruction of a program.
func (t *Tracer) loaded(th *Thread) {
	regs, err := th.Regs()
	th.Process.space.wide = err == nil && wide(regs)
	if t.Exec != nil && !t.released.Load() {
		t.Exec(th.Process)
	}
}
