package cupelrt

import (
	"runtime"
	_ "unsafe" // for go:linkname
)

// The runtime has one tracer and one CPU profiler, and the agent holds both. A program that asks
// for them through runtime/trace or runtime/pprof is a guest: those packages are built to call the
// functions below instead of the runtime's. A tracing guest gets whole generations of the trace that
// the agent reads anyway; for a profiling one the agent's profiler steps aside.

// Kinds of batch whose head names a generation, see internal/trace of the Go source tree.
const (
	evBatch        = 1
	evExperimental = 49
)

// The guest's share of the trace. All of it is held by guestLock, which exists while the agent has
// a trace; whoever lets go wakes all who wait for a change.
var (
	guestLock    chan struct{} // full while held
	guestChanged chan struct{} // closed at the next change
	guestOn      bool
	guestOver    bool     // no chunk will be added
	guestIdle    bool     // the guest waits for a chunk
	guestAfter   uint64   // the guest gets the generations after this one
	guestUpTo    uint64   // and up to this one
	guestChunks  [][]byte // not yet read
	traceHeader  []byte
	traceNewest  uint64 // generation read last
	traceOver    bool   // the agent's trace has ended
)

const allGenerations = ^uint64(0)

//go:linkname traceAdvance runtime.traceAdvance
func traceAdvance(stop bool)

//go:norace
func prepareGuest() {
	guestLock, guestChanged = make(chan struct{}, 1), make(chan struct{})
}

//go:norace
func holdGuest() { guestLock <- struct{}{} }

//go:norace
func releaseGuest() {
	close(guestChanged)
	guestChanged = make(chan struct{})
	<-guestLock
}

// awaitChange lets go until something has changed.
//
//go:norace
func awaitChange() {
	changed := guestChanged
	<-guestLock
	<-changed
	holdGuest()
}

// StartTrace stands for runtime.StartTrace.
//
//go:norace
func StartTrace() error {
	if guestLock == nil {
		return runtime.StartTrace()
	}
	noteGuest()
	holdGuest()
	for traceHeader == nil && !traceOver {
		awaitChange()
	}
	if traceOver || guestOn {
		releaseGuest()
		return runtime.StartTrace() // which refuses a second guest while the agent traces
	}
	guestOn, guestOver, guestIdle = true, false, false
	guestAfter, guestUpTo = traceNewest, allGenerations
	guestChunks = [][]byte{traceHeader}
	releaseGuest()
	traceAdvance(false) // the guest's trace begins now
	return nil
}

// ReadTrace stands for runtime.ReadTrace.
//
//go:norace
func ReadTrace() []byte {
	if guestLock == nil {
		return runtime.ReadTrace()
	}
	holdGuest()
	if !guestOn {
		releaseGuest()
		return runtime.ReadTrace()
	}
	defer releaseGuest()
	awaitChunk()
	if len(guestChunks) == 0 {
		guestOn = false
		return nil
	}
	b := guestChunks[0]
	guestChunks = guestChunks[1:]
	return b
}

// awaitChunk returns when there is a chunk or will be none.
//
//go:norace
func awaitChunk() {
	for len(guestChunks) == 0 && !guestOver {
		if guestIdle {
			awaitChange()
			continue
		}
		guestIdle = true
		releaseGuest() // tells whoever waits for that
		holdGuest()
	}
	guestIdle = false
}

// StopTrace stands for runtime.StopTrace: it returns when the guest has read everything.
//
//go:norace
func StopTrace() {
	if guestLock == nil {
		runtime.StopTrace()
		return
	}
	holdGuest()
	on, over := guestOn, traceOver
	releaseGuest()
	switch {
	case on:
		endGuest()
	case over:
		runtime.StopTrace()
	}
}

// endGuest ends the guest's trace after a whole generation: the first call of traceAdvance completes
// the present one, the second that of which something may have been read since.
//
//go:norace
func endGuest() {
	traceAdvance(false)
	holdGuest()
	guestUpTo = traceNewest
	releaseGuest()
	traceAdvance(false)
	holdGuest()
	guestOver = true
	releaseGuest()
	holdGuest()
	for guestOn {
		awaitChange()
	}
	releaseGuest()
}

// AdvanceTrace stands for runtime.traceAdvance: when it returns the guest has taken in the
// generation that it ends.
//
//go:norace
func AdvanceTrace(stop bool) {
	traceAdvance(stop)
	if guestLock == nil {
		return
	}
	holdGuest()
	for guestOn && !guestIdle {
		awaitChange()
	}
	releaseGuest()
}

// share gives the guest what was read from the trace.
//
//go:norace
func share(b []byte) {
	holdGuest()
	if traceHeader == nil {
		traceHeader = append([]byte(nil), b...)
	} else {
		traceNewest = generation(b, traceNewest)
		if guestOn && !guestOver && traceNewest > guestAfter && traceNewest <= guestUpTo {
			guestIdle = false
			guestChunks = append(guestChunks, append([]byte(nil), b...))
		}
	}
	releaseGuest()
}

// endShare tells the guest that the agent's trace is over, and with it the guest's.
//
//go:norace
func endShare() {
	holdGuest()
	traceOver, guestOver = true, true
	releaseGuest()
}

// generation returns the generation that a batch belongs to; what is no batch belongs to the newest.
//
//go:norace
func generation(b []byte, newest uint64) uint64 {
	switch {
	case len(b) > 1 && b[0] == evBatch:
		b = b[1:]
	case len(b) > 2 && b[0] == evExperimental:
		b = b[2:]
	default:
		return newest
	}
	var n uint64
	for i := 0; i < len(b) && i < 10; i++ {
		n |= uint64(b[i]&0x7f) << (7 * i)
		if b[i] < 0x80 {
			return n
		}
	}
	return newest
}
