//go:build amd64 || arm64

package ptrace

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// A Tracer follows a program and all its threads and descendants. Set the hooks, then call Run once.
// Hooks are called on the thread of Run, one at a time, while the thread they are told about stands
// still; its process's other threads run on. They must not wait for the program.
type Tracer struct {
	// Exec is called when a process has loaded a program and stands still at its first instruction: for
	// the first process when Run begins, for descendants at their exec. It is the place to set
	// breakpoints; those of the program before are gone.
	Exec func(*Process)

	// Forked is called when a process, not a thread, has begun; the parent stands in its fork. The child
	// has a copy of the parent's breakpoints, or until its exec shares them if it shares the memory.
	Forked func(parent *Thread, child *Process)

	Exit   func(t *Thread, status int)     // a thread stands in its exit; status as wait(2) tells it
	Ended  func(*Process, unix.WaitStatus) // a descendant process has ended
	Sample func(*Thread)                   // a thread was stopped by Tick
	Paused func(*Thread)                   // a thread stands at its beginning, at a signal, or in a fork or clone

	first     int // pid
	clock     clock
	processes map[int]*Process
	held      map[int]held // by pid, see stranger
	released  atomic.Bool
	leaving   bool          // the first process has ended
	spin      time.Duration // for how long to look for the next event before waiting for it

	mu      sync.Mutex // held by Tick to read, and by the loop to write, what follows
	threads map[int]*Thread
}

const options = unix.PTRACE_O_EXITKILL | unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACEFORK |
	unix.PTRACE_O_TRACEVFORK | unix.PTRACE_O_TRACEEXEC | unix.PTRACE_O_TRACEEXIT

// Run traces the program with the given pid, that this thread has started with PTRACE_TRACEME and that
// stands still at its exec or later. It returns once that process has ended: descendants go on
// without a tracer, and the process is left for os.Process.Wait, which must not be called before. If
// the calling thread ends earlier the kernel kills whatever is traced.
func (t *Tracer) Run(pid int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := setOptions(pid); err != nil {
		return fmt.Errorf("setting ptrace options: %w", err)
	}
	t.begin(pid)
	first := t.threads[pid]
	t.stand(first)
	t.loaded(first)
	t.resume(first, 0)
	if err := t.follow(); err != nil {
		return fmt.Errorf("waiting for the traced program: %w", err)
	}
	t.leave()
	return nil
}

// setOptions waits, if need be, until the program stands still. That it was killed meanwhile is no error,
// here as everywhere: its end will be seen.
func setOptions(pid int) error {
	err := unix.PtraceSetOptions(pid, options)
	if err != unix.ESRCH {
		return err
	}
	e, err := wait(unix.P_PID, pid, told|unix.WALL)
	if err != nil || e.ended {
		return err
	}
	if err = unix.PtraceSetOptions(pid, options); err == unix.ESRCH {
		return nil
	}
	return err
}

// follow returns once the first process has ended.
func (t *Tracer) follow() error {
	for {
		e, err := next(t.spin)
		t.spin = 0
		if err == unix.ECHILD {
			return errors.New("another thread has waited for it")
		}
		if err != nil || e.tid == t.first && e.ended {
			return err
		}
		t.handle(e)
	}
}

func (t *Tracer) begin(pid int) {
	t.first, t.clock = pid, newClock()
	t.processes, t.held = map[int]*Process{}, map[int]held{}
	p := &Process{PID: pid, Parent: unix.Getpid(), space: newSpace(pid)}
	t.processes[pid] = p
	t.mu.Lock()
	t.threads = map[int]*Thread{pid: {TID: pid, Process: p}}
	t.mu.Unlock()
}

// Release ends the observation, from any goroutine: no further hook is called, and each breakpoint that
// is hit is removed. A hook that is being called comes to its end. The program stays traced.
func (t *Tracer) Release() { t.released.Store(true) }

// clock reads CLOCK_MONOTONIC without a system call.
type clock struct {
	base int64 // ns
	at   time.Time
}

// newClock reads both clocks several times, for a thread may wait for a CPU between the two: on a busy machine
// the tracer's clock would be milliseconds behind the kernel's.
func newClock() clock {
	var c clock
	least := time.Duration(math.MaxInt64)
	for range 5 {
		var now unix.Timespec
		before := time.Now()
		unix.ClockGettime(unix.CLOCK_MONOTONIC, &now) // cannot fail: the clock and the pointer are valid
		if took := time.Since(before); took < least {
			least, c = took, clock{now.Nano(), before.Add(took / 2)}
		}
	}
	return c
}

func (c clock) now() int64 { return c.base + int64(time.Since(c.at)) }
