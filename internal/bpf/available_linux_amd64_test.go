package bpf

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
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
		{unix.ENOSYS, "too old or was built without", errors.ErrUnsupported},
	} {
		done := make(chan error)
		go func() {
			runtime.LockOSThread() // never unlocked: the thread ends here
			if err := refuse(unix.SYS_BPF, tt.errno); err != nil {
				t.Error(err)
			}
			done <- Available()
		}()
		err := <-done
		if !errors.Is(err, tt.cause) || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "; ") {
			t.Errorf("%v: %v, want %q and a remedy", tt.errno, err, tt.want)
		}
	}
}

// TestAvailableUnprivileged asks as a user without any capability.
func TestAvailableUnprivileged(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root becomes another user")
	}
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe")
	cmd.Env = append(os.Environ(), "BPF_TEST_HELPER=available")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "without CAP_BPF and CAP_PERFMON") || !strings.Contains(string(out), "; ") {
		t.Errorf("%v\n%s", err, out)
	}
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
