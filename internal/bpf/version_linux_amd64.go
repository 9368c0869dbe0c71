package bpf

import (
	"github.com/cilium/ebpf/features"
	"golang.org/x/sys/unix"
)

// learnVersion has the library learn the kernel's version before anything else asks for it: it reads that from
// this process's own memory and keeps the answer, an error too. While a process with file capabilities may not
// be dumped, its memory is root's: so it may be for that moment. No other process gets at it by that: to trace
// it takes all its capabilities.
func learnVersion() {
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err == nil && dumpable != mayBeDumped && unix.Prctl(unix.PR_SET_DUMPABLE, mayBeDumped, 0, 0, 0) == nil {
		defer unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	}
	features.LinuxVersionCode() // who asks next gets its error
}

const mayBeDumped = 1 // SUID_DUMP_USER
