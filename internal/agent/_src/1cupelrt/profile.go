package cupelrt

import (
	"runtime"
	"sync/atomic"
	"unsafe"
)

// profileRate is in samples per second of CPU time. Linux delivers at most one per kernel tick:
// more is asked for than most kernels give, so that the tick decides.
const profileRate = 1000

var (
	profiling atomic.Bool // the agent's profiler runs
	undrained atomic.Bool // its log was not read: the runtime refuses another profile until it is
)

//go:linkname readProfile runtime/pprof.readProfile
func readProfile() (data []uint64, tags []unsafe.Pointer, eof bool)

//go:norace
func startProfile() {
	if profiled {
		return
	}
	runtime.SetCPUProfileRate(profileRate)
	undrained.Store(true)
	profiling.Store(true)
}

//go:norace
func stopProfile() {
	if profiling.CompareAndSwap(true, false) {
		runtime.SetCPUProfileRate(0)
	}
}

// SetCPUProfileRate stands for runtime.SetCPUProfileRate in package runtime/pprof of the program: the
// agent's profiler steps aside for the program's. The samples are in the trace whoever asked for them.
//
//go:norace
func SetCPUProfileRate(hz int) {
	if hz > 0 && startTime != 0 {
		noteGuest()
		stopProfile()
		drainProfile()
	}
	runtime.SetCPUProfileRate(hz)
}

//go:norace
func drainProfile() {
	if !undrained.CompareAndSwap(true, false) {
		return
	}
	for {
		if _, _, eof := readProfile(); eof {
			return
		}
	}
}
