package perf

import (
	"errors"
	"fmt"
	"io/fs"
)

// circumstances are what decides, besides the kernel's version, whether sampling is allowed.
type circumstances struct {
	paranoid int  // kernel.perf_event_paranoid; -1: unknown
	seccomp  bool // system calls of this thread are filtered, as in containers
}

// explain says why perf_event_open failed and what would change it. The result wraps err.
func explain(err error, c circumstances) error {
	const call = "perf_event_open: %w"
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errors.ErrUnsupported):
		return fmt.Errorf(call+" (the kernel was built without performance events); one with CONFIG_PERF_EVENTS=y", err)
	case !errors.Is(err, fs.ErrPermission):
		return fmt.Errorf(call, err)
	case c.paranoid > 2:
		return fmt.Errorf(call+" (kernel.perf_event_paranoid is %d); "+
			"sysctl kernel.perf_event_paranoid=2 or CAP_PERFMON", err, c.paranoid)
	case c.seccomp:
		return fmt.Errorf(call+" (a seccomp filter, as in containers); "+
			"--cap-add=PERFMON or a seccomp profile that allows it", err)
	}
	return fmt.Errorf(call+"; CAP_PERFMON, or a process of the same user that may be traced", err)
}
