//go:build amd64 || arm64

package ptrace

import (
	"time"

	"golang.org/x/sys/unix"
)

const (
	// leavePatience is for threads in uninterruptible sleep. Others stop within a millisecond, and on
	// a busy machine within some tens.
	leavePatience = time.Second
	leavePoll     = 100 * time.Microsecond
)

// leave lets the descendants that are alive go on without a tracer, after the first process has ended.
// A thread can be left only where it stands: each gets a SIGSTOP, which it never sees, and goes on
// from there. What does not stop in time stays traced.
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
	for until := time.Now().Add(leavePatience); len(t.threads) > 0 && time.Now().Before(until); {
		if !t.attend() {
			time.Sleep(leavePoll)
		}
	}
}

// halt stops a thread for good. A new one has its own stop to come.
func (t *Tracer) halt(th *Thread) {
	if !th.newborn {
		th.halted = unix.Tgkill(th.Process.PID, th.TID, unix.SIGSTOP) == nil
	}
}

// attend deals with what there is to be seen of each thread, and reports whether there was anything.
// It looks at one after the other: the first process, for which others wait, would hide them all.
func (t *Tracer) attend() (busy bool) {
	for tid := range t.threads {
		e, ok, err := peek(tid)
		switch {
		case err == unix.ECHILD:
			t.removeThread(tid)
		case ok:
			t.handle(e)
			busy = true
		}
	}
	return busy
}
