package ptrace

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Available returns nil if this process may trace programs that it starts, else why not and what would
// change it. errors.Is tells the kind: errors.ErrUnsupported, fs.ErrPermission. It cannot see what a
// single program forbids.
func Available() error {
	scope, _ := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope") // unreadable: there is no Yama
	return explain(unix.PtraceDetach(0), string(scope), Privileged())
}

// explain says why a detach from process 0, which does not exist, failed otherwise than by that.
func explain(err error, scope string, privileged bool) error {
	const call = "tracing programs: %w"
	switch {
	case scope != "" && scope[0] == '3':
		return fmt.Errorf(call+" (kernel.yama.ptrace_scope is 3); only a reboot changes it", unix.EPERM)
	case scope != "" && scope[0] == '2' && !privileged:
		return fmt.Errorf(call+" (kernel.yama.ptrace_scope is 2); "+
			"sysctl kernel.yama.ptrace_scope=1 or CAP_SYS_PTRACE", unix.EPERM)
	case errors.Is(err, unix.ESRCH):
		return nil
	case errors.Is(err, errors.ErrUnsupported):
		return fmt.Errorf(call+" (the kernel has no ptrace); one that has", err)
	}
	return fmt.Errorf(call+" (a seccomp filter, as in containers); "+
		"--cap-add=SYS_PTRACE or a seccomp profile that allows it", err)
}

// Privileged reports whether this thread may trace programs with more privileges than its own.
func Privileged() bool {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData // version 3 is of 64 bits
	err := unix.Capget(&header, &sets[0])
	return err == nil && sets[0].Effective&(1<<unix.CAP_SYS_PTRACE) != 0
}
