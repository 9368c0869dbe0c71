//go:build amd64 || arm64

package ptrace

import (
	"os"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// event is what the kernel tells of a traced thread.
type event struct {
	tid   int
	ended bool
	sig   unix.Signal // at whose delivery it stands; SIGTRAP with a kind
	kind  int         // PTRACE_EVENT_*; 0: none
}

// childInfo is siginfo_t as waitid(2) fills it, on 64-bit systems.
type childInfo struct {
	_      [2]int32
	code   int32
	_      int32
	pid    int32
	_      uint32 // uid
	status int32
	_      [100]byte
}

const trapped = 4 // CLD_TRAPPED

// What waits for events: they are left for another wait. What the first process ended with is for who
// waits for it, and a stop ends by being resumed; that saves a system call per stop.
const told = unix.WEXITED | unix.WSTOPPED | unix.WNOWAIT

// traced selects whatever this thread traces. Without __WALL __WCLONE passes over the other children of
// this thread, which are not ours to see: the kernel shows what is traced whatever the flag.
const traced = uint32(unix.WCLONE | unix.WNOTHREAD)

// next waits for the next event. It first looks again and again for up to spin: an idle CPU takes long to
// be woken, in a virtual machine some 20 µs.
func next(spin time.Duration) (event, error) {
	for begin := time.Now(); spin > 0 && time.Since(begin) < spin; {
		if e, err := glance(); err != nil || e.tid != 0 {
			return e, err
		}
	}
	return wait(unix.P_ALL, 0, told|int(traced))
}

// glance returns an event if there is one now. The scheduler need not be told of that.
func glance() (event, error) {
	var info childInfo
	_, _, errno := unix.RawSyscall6(unix.SYS_WAITID, unix.P_ALL, 0, uintptr(unsafe.Pointer(&info)),
		told|uintptr(traced)|unix.WNOHANG, 0, 0)
	if errno != 0 {
		return event{}, errno
	}
	return info.event(), nil
}

func wait(idType, id, flags int) (event, error) {
	var info childInfo
	err := error(unix.EINTR)
	for err == unix.EINTR {
		err = unix.Waitid(idType, id, (*unix.Siginfo)(unsafe.Pointer(&info)), flags, nil)
	}
	if err != nil {
		return event{}, err
	}
	return info.event(), nil
}

func (i *childInfo) event() event {
	e := event{tid: int(i.pid), ended: i.code != trapped}
	if !e.ended {
		e.sig, e.kind = unix.Signal(i.status&0xff), int(i.status>>8)
	}
	return e
}

// take consumes a stop, so that it is not told again, and reports whether there was one. Never does it
// take the end of a process.
func take(tid int) bool {
	e, err := wait(unix.P_PID, tid, unix.WSTOPPED|unix.WALL|unix.WNOHANG)
	return err == nil && e.tid != 0
}

// reap consumes the end of a thread or process.
func reap(tid int) (status unix.WaitStatus) {
	unix.Wait4(tid, &status, unix.WALL|unix.WNOHANG, nil) // an error: another thread was faster
	return status
}

// order makes a request of ptrace(2) that takes numbers. It does not wait, and so the scheduler need not be
// told of it.
func order(request, tid int, addr, data uintptr) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_PTRACE, uintptr(request), uintptr(tid), addr, data, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// fetch makes a request of ptrace(2) that fills what data points to.
func fetch(request, tid int, data unsafe.Pointer) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_PTRACE, uintptr(request), uintptr(tid), 0, uintptr(data), 0, 0)
	runtime.KeepAlive(data)
	if errno != 0 {
		return errno
	}
	return nil
}

// message returns what belongs to an event: the new pid of a fork, the old tid of an exec, the status
// of an exit.
func message(tid int) (int, error) {
	msg, err := unix.PtraceGetEventMsg(tid)
	return int(msg), err
}

// signalInfo is siginfo_t as far as the sender matters, on 64-bit systems.
type signalInfo struct {
	signo, _ int32
	code     int32
	_        int32
	pid      int32
	uid      uint32
	value    uint64
	_        [96]byte
}

const (
	codeUser   = 0    // SI_USER
	codeQueue  = -1   // SI_QUEUE
	codeTkill  = -6   // SI_TKILL
	codeKernel = 0x80 // SI_KERNEL
)

// sender returns who sent the signal at whose delivery a thread stands. EINVAL means that it stands
// because its whole process was stopped.
func sender(tid int) (signalInfo, error) {
	var info signalInfo
	err := fetch(unix.PTRACE_GETSIGINFO, tid, unsafe.Pointer(&info))
	return info, err
}

// ours reports whether this process has sent the signal to a thread. When too many signals are pending
// for a user the kernel does not remember who has.
func (s signalInfo) ours() bool {
	return s.code == codeTkill && int(s.pid) == os.Getpid() || s.code == codeUser && s.pid == 0
}
