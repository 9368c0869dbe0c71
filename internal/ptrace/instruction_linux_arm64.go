package ptrace

import (
	"errors"

	"golang.org/x/sys/unix"
)

// There are no breakpoints here yet.
const (
	trap    = 0
	longest = 4
)

type instruction struct{}

func decode([]byte) (in instruction, ok bool) { return in, false }

func (instruction) emulate(*unix.PtraceRegs, func([]byte, uint64) error) error {
	return errors.ErrUnsupported
}

func getRegs(int, *unix.PtraceRegs) error { return errors.ErrUnsupported }

func setRegs(tid int, from, to *unix.PtraceRegs) {}

func position(*unix.PtraceRegs) (none place) { return none }

func rewind(*unix.PtraceRegs) {}

func wide(*unix.PtraceRegs) bool { return false }

// cloneFlags is for breakpoints, else /proc tells enough.
func cloneFlags(*Thread) (flags uint64, ok bool) { return 0, false }
