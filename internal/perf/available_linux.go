package perf

import (
	"bytes"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Available returns nil if this process may sample processes of its own user, else why not and what
// would change it. errors.Is tells the kind: errors.ErrUnsupported, fs.ErrPermission.
func Available() error {
	// As in Open, but of this process on whatever CPU: that can be opened and not be mapped.
	attr := attributes(MaxHz)
	attr.Bits &^= unix.PerfBitInherit
	fd, err := unix.PerfEventOpen(attr, 0, -1, -1, unix.PERF_FLAG_FD_CLOEXEC)
	if err != nil {
		return explain(err, look())
	}
	unix.Close(fd)
	return nil
}

func look() circumstances {
	c := circumstances{paranoid: -1}
	if b, err := os.ReadFile("/proc/sys/kernel/perf_event_paranoid"); err == nil {
		if n, err := strconv.Atoi(string(bytes.TrimSpace(b))); err == nil {
			c.paranoid = n
		}
	}
	status, _ := os.ReadFile("/proc/thread-self/status") // unreadable: not known to be filtered
	c.seccomp = bytes.Contains(status, []byte("\nSeccomp:\t2"))
	return c
}
