package ptrace

import (
	"errors"
	"io/fs"
	"strings"
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
