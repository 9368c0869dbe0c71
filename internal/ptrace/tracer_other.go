//go:build !linux || !(amd64 || arm64)

package ptrace

import (
	"errors"
	"fmt"
	"runtime"
)

// Tracer follows a program. There is none here.
type Tracer struct {
	Exec   func(*Process)
	Forked func(parent *Thread, child *Process)
	Exit   func(t *Thread, status int)
	Sample func(*Thread)
	Paused func(*Thread)
}

// Process is a process that is traced.
type Process struct {
	PID, Parent int
	Vfork       bool
}

// Thread is a thread that is traced.
type Thread struct {
	TID     int
	Process *Process
	Seen    int64
}

// Run returns why tracing is not possible here.
func (*Tracer) Run(int) error { return unsupported() }

// Release does nothing: nothing is traced here.
func (*Tracer) Release() {}

// Tick returns why tracing is not possible here.
func (*Tracer) Tick(int) error { return unsupported() }

// Break returns why tracing is not possible here.
func (*Process) Break(uint64, *Breakpoint) error { return unsupported() }

// Clear returns why tracing is not possible here.
func (*Process) Clear(uint64) error { return unsupported() }

// Read reads nothing: nothing is traced here.
func (*Process) Read([]byte, uint64) int { return 0 }

func unsupported() error {
	return fmt.Errorf("tracing on %s/%s: %w", runtime.GOOS, runtime.GOARCH, errors.ErrUnsupported)
}
