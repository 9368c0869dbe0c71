// Package cupelrt observes the start of the program it is linked into: it runs and times the
// package initialisation, streams the execution trace and reports to the parent process. Or, where
// the parent wants that instead, it samples allocations and does nothing else.
//
// It has no package variable that needs initialisation, because it works before its own init
// would run. It avoids every import that has an init task, so that the program's own order of
// initialisation stays what it was. Every function is go:norace: the race detector shall judge
// the program, not the agent.
package cupelrt

import (
	"runtime"
	"sync/atomic"
	_ "unsafe" // for go:linkname
)

// The life of the agent in nanoseconds of the monotonic clock; 0 means not yet.
var (
	clockMono, clockWall int64
	startTime            int64
	initDoneTime         int64
	stopTime             int64
	exitTime             int64
)

var (
	traceError string        // why there is no trace
	traced     chan struct{} // closed when the last byte of the trace is written
	flushing   atomic.Bool   // somebody has begun to flush
	flushed    chan struct{} // closed when all is written
)

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname now time.now
func now() (sec int64, nsec int32, mono int64)

// start is the whole agent as 0cupel sees it. It returns when the program is initialised.
//
//go:linkname start
//go:norace
func start() {
	startTime = nanotime()
	if !claim() {
		startTime = 0
		return
	}
	sec, nsec, mono := now()
	clockMono, clockWall = mono, sec*1e9+int64(nsec)
	flushed, initsWritten = make(chan struct{}), make(chan struct{})
	if sampling {
		sampleAllocs()
	} else {
		snapshot(atStart)
		startTrace()
	}
	addExitHook(exiting)
	go control()
	if !sampling { // else the runtime runs them: nothing of the agent is to be in their stacks
		snapshot(atBegin)
		runInits()
	}
}

//go:norace
func startTrace() {
	traced = make(chan struct{})
	prepareGuest()
	if err := runtime.StartTrace(); err != nil {
		traceError = err.Error()
		endShare()
		close(traced)
		return
	}
	go stream()
	startProfile()
}

// stream copies the trace to its file until the trace is stopped.
//
//go:norace
func stream() {
	for {
		b := runtime.ReadTrace()
		if b == nil {
			break
		}
		writeAll(traceFD, b)
		share(b)
	}
	endShare()
	close(traced)
}

// control waits for the parent's wish to stop. It ends afterwards: a goroutine in a system call
// would hide a deadlock of the program from the runtime.
//
//go:norace
func control() {
	waitControl()
	t := nanotime()
	flush(&stopTime, t, atReady)
}

// LeaveMain is deferred by main.main. A panic there ends the program without exit hooks.
//
//go:norace
func LeaveMain() {
	if startTime != 0 {
		exiting()
	}
}

//go:norace
func exiting() {
	t := nanotime()
	flush(&exitTime, t, atExit)
}

// flush stops observing and writes everything, once. Whoever comes second waits: a program must
// not exit while its marks are being written.
//
//go:norace
func flush(reason *int64, t int64, at int) {
	if !flushing.CompareAndSwap(false, true) {
		<-flushed
		return
	}
	*reason = t
	if sampling {
		writeAllocs()
	} else {
		snapshot(at)
		stopTrace()
		writeMarks()
	}
	acknowledge()
	close(flushed)
}

//go:norace
func stopTrace() {
	if traceError == "" {
		stopProfile()
		runtime.StopTrace()
	}
	<-traced
}
