//go:build amd64 || arm64

package ptrace

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// tickSignal is a real-time signal, the last one: two that are pending do not merge into one, so none
// of the program's own gets lost by ours. SIGURG would be merged, and a Go program without one that it
// has sent itself could not preempt that thread any more.
const tickSignal = unix.Signal(64)

const cookie = 0x4375_7065_6c20_7469 // tells our signals from others of this process

// Tick stops a thread soon, for Sample. It may be called from any goroutine. A thread for which a call
// is on its way is not stopped twice. The error is unix.ESRCH if no such thread is traced.
func (t *Tracer) Tick(tid int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	th := t.threads[tid]
	if th == nil || t.leaving {
		return fmt.Errorf("stopping thread %d: %w", tid, unix.ESRCH)
	}
	if th.ticked {
		return nil
	}
	info := signalInfo{
		signo: int32(tickSignal), code: codeQueue, pid: int32(os.Getpid()), value: cookie,
	}
	_, _, errno := unix.Syscall6(unix.SYS_RT_TGSIGQUEUEINFO, uintptr(th.Process.PID), uintptr(tid),
		uintptr(tickSignal), uintptr(unsafe.Pointer(&info)), 0, 0)
	if errno != 0 {
		return fmt.Errorf("stopping thread %d: %w", tid, errno)
	}
	th.ticked = true
	return nil
}

// tocked deals with a thread that stands at a signal like that of Tick.
func (t *Tracer) tocked(th *Thread) unix.Signal {
	from, err := sender(th.TID)
	if err != nil || from.value != cookie || int(from.pid) != os.Getpid() {
		return tickSignal
	}
	t.mu.Lock()
	th.ticked = false
	t.mu.Unlock()
	if t.Sample != nil && !t.released.Load() {
		t.Sample(th)
	}
	return 0
}
