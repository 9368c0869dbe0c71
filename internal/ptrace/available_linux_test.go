package ptrace

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		err        error
		scope      string
		privileged bool
		want       error
		remedy     string
	}{
		{unix.ESRCH, "", false, nil, ""},
		{unix.ESRCH, "1\n", false, nil, ""},
		{unix.ESRCH, "2\n", true, nil, ""},
		{unix.ESRCH, "2\n", false, fs.ErrPermission, "sysctl"},
		{unix.ESRCH, "3\n", true, fs.ErrPermission, "reboot"},
		{unix.EPERM, "1\n", true, fs.ErrPermission, "seccomp"},
		{unix.ENOSYS, "", true, errors.ErrUnsupported, "kernel"},
	} {
		err := explain(tt.err, tt.scope, tt.privileged)
		if !errors.Is(err, tt.want) || err != nil && !strings.Contains(err.Error(), tt.remedy) {
			t.Errorf("explain(%v, %q, %t) = %v, want %v, %q", tt.err, tt.scope, tt.privileged, err, tt.want, tt.remedy)
		}
	}
}

// TestUnprivileged runs the other tests as a user without any privileges.
func TestUnprivileged(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "ptrace")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "ptrace.test")
	text, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, text, 0o755)
	}
	if err := errors.Join(err, os.Chmod(dir, 0o755), os.Chown(dir, nobody, nobody)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.v", "-test.skip=^TestUnprivileged$")
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "GOCOVERDIR="+dir)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as user %d: %v\n%s", nobody, err, out)
	}
}
