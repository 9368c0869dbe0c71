//go:build amd64 || arm64

package ptrace

import (
	"time"

	"golang.org/x/sys/unix"
)

const (
	// leavePatience is for threads in uninterruptible sleep. Others stop within a millisecond, but on a
	// starved machine a thread was seen to wait 3 s for a CPU.
	leavePatience = 10 * time.Second
	endPatience   = 2 * time.Second // from SIGKILL on
	leavePoll     = 100 * time.Microsecond
)

// leave lets the descendants that are alive go on without a tracer, after the first process has ended.
// A thread can be left only where it stands: each gets a SIGSTOP, which it never sees, and goes on
// from there. What does not stop in time is killed: a traced thread without a tracer could not even be
// ended, since it would stand still in its exit.
func (t *Tracer) leave() {
	t.Release()
	t.mu.Lock()
	t.leaving = true
	t.mu.Unlock()
	if p := t.processes[t.first]; p != nil {
		t.adoptHeld(p)
		t.forget(p)
	}
	for _, p := range t.processes {
		t.adoptHeld(p)
		p.space.restore()
	}
	for _, th := range t.threads {
		t.halt(th)
	}
	if t.attendUntil(time.Now().Add(leavePatience)) {
		return
	}
	for _, th := range t.threads {
		unix.Kill(th.Process.PID, unix.SIGKILL)
	}
	t.attendUntil(time.Now().Add(endPatience))
}

// attendUntil attends to the threads until none is left, which it reports, or the time has come.
func (t *Tracer) attendUntil(limit time.Time) bool {
	for len(t.threads) > 0 && time.Now().Before(limit) {
		if !t.attend() {
			time.Sleep(leavePoll)
		}
	}
	return len(t.threads) == 0
}

// halt stops a thread for good. A new one has its own stop to come.
func (t *Tracer) halt(th *Thread) {
	if !th.newborn {
		th.halted = unix.Tgkill(th.Process.PID, th.TID, unix.SIGSTOP) == nil
	}
}

// attend deals with what there is to be seen, and reports whether there was anything.
func (t *Tracer) attend() (busy bool) {
	e, err := glance()
	if err == nil && e.tid != 0 && e.tid != t.first {
		t.handle(e)
		return true
	}
	// The first process, for which others wait, may hide the rest: look at one after the other.
	for tid := range t.threads {
		e, err := wait(unix.P_PID, tid, told|unix.WNOHANG|unix.WALL)
		switch {
		case err == unix.ECHILD:
			t.removeThread(tid)
		case err == nil && e.tid != 0:
			t.handle(e)
			busy = true
		}
	}
	return busy
}
