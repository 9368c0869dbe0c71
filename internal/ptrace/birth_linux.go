//go:build amd64 || arm64

package ptrace

import (
	"bytes"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// held is a new process that stands still until its parent is seen in the fork.
type held struct {
	parent int // pid
}

// parted deals with a thread that stands in a fork, vfork or clone.
func (t *Tracer) parted(parent *Thread) {
	pid, err := message(parent.TID)
	if err != nil {
		return
	}
	if known := t.threads[pid]; known != nil && known.Process == parent.Process {
		return
	}
	flags, ok := cloneFlags(parent)
	if !ok {
		flags = guessFlags(pid)
	}
	if flags&unix.CLONE_THREAD != 0 {
		t.addThread(&Thread{TID: pid, Process: parent.Process, newborn: true})
		return
	}
	t.adopt(parent, pid, flags)
}

// guessFlags returns CLONE_THREAD or nothing, by what a new thread or process looks like.
func guessFlags(tid int) uint64 {
	if group, _ := kin(tid); group != 0 && group != tid {
		return unix.CLONE_THREAD
	}
	return 0
}

// adopt adds a new process, and lets it go on if it was held.
func (t *Tracer) adopt(parent *Thread, pid int, flags uint64) {
	p := &Process{PID: pid, Parent: parent.Process.PID, Vfork: flags&unix.CLONE_VFORK != 0}
	if flags&unix.CLONE_VM != 0 {
		p.space = parent.Process.space.share()
	} else {
		p.space = parent.Process.space.fork(pid)
	}
	th := &Thread{TID: pid, Process: p, newborn: true}
	t.processes[pid] = p
	t.addThread(th)
	if t.Forked != nil && !t.released.Load() {
		t.Forked(parent, p)
	}
	if _, waits := t.held[pid]; waits {
		delete(t.held, pid)
		t.stand(th)
		t.resume(th, t.stopSignal(th, unix.SIGSTOP))
	}
}

// stranger returns the thread with an id that is not known, or nil if there is nothing to be done. It
// comes to its first stop before its creator was seen in the clone. A thread belongs to its process;
// a process is held until then, so that it is not seen before its parent's fork.
func (t *Tracer) stranger(tid int) *Thread {
	group, parent := kin(tid)
	if p := t.processes[group]; p != nil {
		th := &Thread{TID: tid, Process: p, newborn: true}
		t.addThread(th)
		return th
	}
	if t.processes[parent] != nil {
		if take(tid) {
			t.held[tid] = held{parent}
		}
		return nil
	}
	// Its parent was killed in the fork, or the child itself.
	p := &Process{PID: tid, Parent: parent, space: newSpace(tid)}
	th := &Thread{TID: tid, Process: p, newborn: true}
	t.processes[tid] = p
	t.addThread(th)
	return th
}

// adoptHeld adds the held children of a process of which the forking thread is gone: it was killed
// before it could be seen in the fork.
func (t *Tracer) adoptHeld(p *Process) {
	for pid, h := range t.held {
		if h.parent == p.PID {
			t.adopt(&Thread{TID: p.PID, Process: p}, pid, 0)
		}
	}
}

// kin returns the process of a thread and that one's parent; 0 if it is gone.
func kin(tid int) (process, parent int) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", tid))
	return field(status, "\nTgid:\t"), field(status, "\nPPid:\t")
}

func field(status []byte, name string) int {
	_, rest, _ := bytes.Cut(status, []byte(name))
	value, _, _ := bytes.Cut(rest, []byte("\n"))
	n, _ := strconv.Atoi(string(value)) // of what is missing: 0
	return n
}
