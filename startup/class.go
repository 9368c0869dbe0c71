package startup

import "slices"

// A class is the sort of thing that a goroutine did, or waited for, on the critical path. Records have its name, see
// evidence.Finding.
type class uint8

// The classes of slices and causes.
const (
	classNone class = iota // not attributed
	classCPU
	classGC
	classPageFault
	classNetwork
	classDNS
	classFile
	classFileLock
	classSleep
	classLock
	classChannel
	classSubprocess
	classCgo
	classSched
	classStarved // running time in which the kernel gave the CPU to others

	// classTracer is what Cupel's own agent costs on the path. It is never a finding.
	classTracer

	// classHeld is time in which a goroutine did not get on because its thread, or that which served it,
	// stood still to be looked at. It is nobody's cost and counts in no total.
	classHeld
)

var classNames = [...]string{
	classCPU:        "cpu",
	classGC:         "gc",
	classPageFault:  "page-fault",
	classNetwork:    "network",
	classDNS:        "dns",
	classFile:       "file",
	classFileLock:   "file-lock",
	classSleep:      "sleep",
	classLock:       "lock",
	classChannel:    "channel",
	classSubprocess: "subprocess",
	classCgo:        "cgo",
	classSched:      "sched",
	classStarved:    "throttle",
	classTracer:     "tracer",
	classHeld:       "held",
}

// String returns what a record calls c, "" for classNone.
func (c class) String() string { return classNames[c] }

// classNamed returns the class of that name, classNone if there is none.
func classNamed(name string) class { return class(max(0, slices.Index(classNames[:], name))) }

// isDelay reports whether a class is time in which the goroutine could have gone on.
func isDelay(c class) bool { return c == classSched || c == classStarved }
