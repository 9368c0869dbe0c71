//go:build amd64 || arm64

package ptrace

import "golang.org/x/sys/unix"

// A Process is a process that is traced. Its methods are for hooks.
type Process struct {
	PID    int
	Parent int  // pid of who forked it
	Vfork  bool // Parent waits until it executes a program or ends, see vfork(2)

	space *space
}

// A Thread is a thread that is traced. It is the same value at each of its stops.
type Thread struct {
	TID     int
	Process *Process
	Seen    int64 // CLOCK_MONOTONIC ns at which this stop was seen

	regs  unix.PtraceRegs
	known bool  // regs are those of this stop
	put   place // where it was put after its last hit

	newborn bool // its first stop, SIGSTOP by the kernel, is to come
	ticked  bool // a signal of Tick is on its way; guarded by Tracer.mu
	halted  bool // a SIGSTOP of ours is on its way
	apart   bool // it may be left: its next resume is a detach
}

// Regs returns the thread's registers. At a breakpoint the program counter is its address. Reading costs
// a system call at most once per stop.
func (th *Thread) Regs() (*unix.PtraceRegs, error) {
	if th.known {
		return &th.regs, nil
	}
	if err := getRegs(th.TID, &th.regs); err != nil {
		return nil, err
	}
	th.known = true
	return &th.regs, nil
}

// stand notes that a thread has stopped.
func (t *Tracer) stand(th *Thread) {
	th.Seen, th.known = t.clock.now(), false
	th.Process.space.stopped = th.TID
}

func (t *Tracer) addThread(th *Thread) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.threads[th.TID] = th
}

func (t *Tracer) removeThread(tid int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.threads, tid)
}

// removeThreads forgets all threads of a process but one.
func (t *Tracer) removeThreads(p *Process, except *Thread) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for tid, th := range t.threads {
		if th.Process == p && th != except {
			delete(t.threads, tid)
		}
	}
}
