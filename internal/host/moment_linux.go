package host

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// add adds to m what this machine tells.
func (g *Gate) add(m *Moment) {
	m.add(os.DirFS("/"), g.frequencies)
	asleep := offset(func() time.Duration { return clock(unix.CLOCK_BOOTTIME) },
		func() time.Duration { return clock(unix.CLOCK_MONOTONIC) })
	m.Asleep = &asleep
}

// frequencies returns the files in which this machine tells how fast its CPUs run.
func frequencies() []string { return frequencyFiles(os.DirFS("/")) }

// threadUsage returns what this thread has used, nil if the kernel does not tell. Its CPU time is by a clock:
// getrusage(2) knows that of a running thread up to the last tick of the kernel, 4 ms ago.
func threadUsage() *usage {
	u := usageOf(unix.RUSAGE_THREAD)
	if u != nil {
		u.cpu = clock(unix.CLOCK_THREAD_CPUTIME_ID).Seconds()
	}
	return u
}

// ownCPU returns the CPU seconds of this process and of the children it has waited for, nil if the kernel does
// not tell.
func ownCPU() *float64 {
	self, children := usageOf(unix.RUSAGE_SELF), usageOf(unix.RUSAGE_CHILDREN)
	if self == nil || children == nil {
		return nil
	}
	sum := self.cpu + children.cpu
	return &sum
}

func usageOf(who int) *usage {
	var r unix.Rusage
	if unix.Getrusage(who, &r) != nil {
		return nil
	}
	return &usage{time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds(), int64(r.Nivcsw)}
}

func clock(id int32) time.Duration {
	var ts unix.Timespec
	unix.ClockGettime(id, &ts) // cannot fail: the clocks and the pointer are valid
	return time.Duration(ts.Nano())
}
