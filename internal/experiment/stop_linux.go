package experiment

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"unsafe"

	"github.com/cupelgo/cupel/internal/ptrace"
	"golang.org/x/sys/unix"
)

// stopping returns attributes with which the program stops at its exec.
func stopping(sys *syscall.SysProcAttr) *syscall.SysProcAttr {
	s := *sys
	s.Ptrace = true
	return &s
}

// traceable returns why the program must not be started under ptrace: it would run with fewer
// privileges than by itself. Of a program that cannot be looked at, the start will tell.
func traceable(c Command) error {
	path := c.Path
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.Dir, path)
	}
	info, err := os.Stat(path)
	if err != nil || ptrace.Privileged() {
		return nil
	}
	if info.Mode()&(os.ModeSetuid|os.ModeSetgid) != 0 {
		return errors.New("a setuid or setgid program loses its privileges under ptrace; run as root")
	}
	if n, err := unix.Getxattr(path, "security.capability", nil); err == nil && n > 0 {
		return errors.New("a program with file capabilities loses them under ptrace; run as root")
	}
	return nil
}

// atStop waits for the stop at the exec and calls hook. If that does not want the program to stay, it lets
// it go on, without a tracer. Only the thread that forked the program may do this. A program that was
// killed meanwhile is left for [child.wait]: nothing here collects it.
func atStop(pid int, hook func(pid int) (stay bool)) error {
	err := awaitStop(pid)
	if err == nil {
		// Until it is let go it ends with this thread, whatever its parent-death signal.
		err = unix.PtraceSetOptions(pid, unix.PTRACE_O_EXITKILL)
	}
	if err == nil && hook(pid) {
		return nil
	}
	if detach := letGo(pid); detach != nil {
		return detach
	}
	return err
}

// letGo lets a program that stands still go on without a tracer.
func letGo(pid int) error {
	if err := unix.PtraceDetach(pid); err != nil && err != unix.ESRCH { // ESRCH: it was killed, or does not stand
		return fmt.Errorf("letting the program go on: %w", err)
	}
	return nil
}

// awaitStop returns once the program stands at its exec. That it has ended is an error.
func awaitStop(pid int) error {
	for {
		sig, err := nextStop(pid)
		if err != nil || sig == unix.SIGTRAP {
			return err
		}
		// Another signal came before: it is the program's.
		if err := unix.PtraceCont(pid, int(sig)); err != nil {
			return fmt.Errorf("passing a signal on: %w", err)
		}
	}
}

// nextStop waits until a traced program stands still, and returns the signal at whose delivery it does.
// It reaps nothing: an end, which is an error, is left for who waits for the program.
func nextStop(pid int) (unix.Signal, error) {
	const states = unix.WEXITED | unix.WSTOPPED | unix.WNOWAIT | unix.WALL
	var info unix.Siginfo
	err := error(unix.EINTR)
	for err == unix.EINTR {
		err = unix.Waitid(unix.P_PID, pid, &info, states, nil)
	}
	if err != nil {
		return 0, fmt.Errorf("waiting for it to stop: %w", err)
	}
	if info.Code != trapped {
		return 0, errors.New("it has ended")
	}
	return stopSignal(pid)
}

const trapped = 4 // CLD_TRAPPED of waitid(2): the child is in a ptrace stop

// stopSignal returns the signal at whose delivery a traced program stands.
func stopSignal(pid int) (unix.Signal, error) {
	var info unix.Siginfo
	_, _, errno := unix.Syscall6(unix.SYS_PTRACE, unix.PTRACE_GETSIGINFO, uintptr(pid), 0,
		uintptr(unsafe.Pointer(&info)), 0, 0)
	runtime.KeepAlive(&info)
	if errno != 0 {
		return 0, fmt.Errorf("asking for the signal it stands at: %w", errno)
	}
	return unix.Signal(info.Signo), nil
}
