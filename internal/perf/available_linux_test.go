package perf

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// TestAvailableFiltered has a seccomp filter refuse the system call, as containers do.
func TestAvailableFiltered(t *testing.T) {
	for _, tt := range []struct {
		errno unix.Errno
		want  string
		cause error
	}{
		{unix.EPERM, "seccomp", fs.ErrPermission},
		{unix.ENOSYS, "built without", errors.ErrUnsupported},
	} {
		available, opened := filtered(t, tt.errno)
		if look().paranoid > 2 && tt.errno == unix.EPERM {
			tt.want = "perf_event_paranoid"
		}
		for _, err := range []error{available, opened} {
			if err == nil || !errors.Is(err, tt.cause) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v: %v, want %q", tt.errno, err, tt.want)
			}
		}
	}
}

// filtered returns what Available and Open say on a thread on which perf_event_open fails.
func filtered(t *testing.T, errno unix.Errno) (available, opened error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends here
		if err := refuse(unix.SYS_PERF_EVENT_OPEN, errno); err != nil {
			t.Error(err)
			return
		}
		available = Available()
		_, opened = Open(os.Getpid(), 1000)
	}()
	<-done
	return available, opened
}

// refuse makes a system call fail on this thread.
func refuse(call uint32, errno unix.Errno) error {
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}, // the number of the system call
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(errno)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	_, _, failed := unix.Syscall(unix.SYS_PRCTL, unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER,
		uintptr(unsafe.Pointer(&program)))
	if failed != 0 {
		return failed
	}
	return nil
}
