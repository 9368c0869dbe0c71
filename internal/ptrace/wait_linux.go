//go:build amd64 || arm64

package ptrace

import (
	"runtime"
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

// next waits for the next event of whatever this thread traces, and leaves it for another wait: what the
// first process ended with is for who waits for it, and a stop ends by being resumed. That saves a
// system call per stop.
//
// Without __WALL __WCLONE passes over the other children of this thread, which are not ours to see:
// the kernel shows what is traced whatever the flag.
func next() (event, error) {
	const own = uint32(unix.WCLONE | unix.WNOTHREAD)
	return look(unix.P_ALL, 0, int(own))
}

// peek returns the event of one thread, if there is one.
func peek(tid int) (e event, ok bool, err error) {
	e, err = look(unix.P_PID, tid, unix.WNOHANG|unix.WALL)
	return e, e.tid != 0, err
}

func look(idType, id, flags int) (event, error) {
	return wait(idType, id, flags|unix.WEXITED|unix.WSTOPPED|unix.WNOWAIT)
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
	e := event{tid: int(info.pid), ended: info.code != trapped}
	if !e.ended {
		e.sig, e.kind = unix.Signal(info.status&0xff), int(info.status>>8)
	}
	return e, nil
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

// ptrace makes a request that does not wait, and so need not be announced to the scheduler.
func ptrace(request, tid int, addr uintptr, data unsafe.Pointer) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_PTRACE, uintptr(request), uintptr(tid), addr, uintptr(data), 0, 0)
	runtime.KeepAlive(data)
	if errno != 0 {
		return errno
	}
	return nil
}

// cont lets a thread go on with a signal, or with none, if request is PTRACE_CONT or PTRACE_DETACH.
func cont(request, tid int, sig unix.Signal) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_PTRACE, uintptr(request), uintptr(tid), 0, uintptr(sig), 0, 0)
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
	err := ptrace(unix.PTRACE_GETSIGINFO, tid, 0, unsafe.Pointer(&info))
	return info, err
}
