package experiment

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/auxv"
)

// loaderPatience is how long the dynamic loader may take before the run goes on unobserved.
const loaderPatience = 10 * time.Second

// breakpoints are the instructions that stop a process, by architecture.
var breakpoints = map[string][]byte{
	"amd64": {0xcc},                   // int3
	"arm64": {0x00, 0x00, 0x20, 0xd4}, // brk #0
}

// runToEntry lets a program that stands at its exec run to its own first instruction, and returns when it
// got there. It is to be called on the thread that traces the program.
func runToEntry(pid int) (int64, error) {
	entryPoint, err := auxv.Of(pid, auxv.Word, auxv.Entry) // as the kernel told the dynamic loader
	if err != nil {
		return 0, err
	}
	at := uintptr(entryPoint)
	stop, ok := breakpoints[runtime.GOARCH]
	if !ok {
		return 0, fmt.Errorf("setting a breakpoint on %s: %w", runtime.GOARCH, errors.ErrUnsupported)
	}
	old := make([]byte, len(stop))
	if _, err := unix.PtracePeekText(pid, at, old); err != nil {
		return 0, fmt.Errorf("reading the entry point: %w", err)
	}
	if _, err := unix.PtracePokeText(pid, at, stop); err != nil {
		return 0, fmt.Errorf("setting a breakpoint: %w", err)
	}
	entry, err := runToStop(pid)
	if _, undo := unix.PtracePokeText(pid, at, old); err == nil && undo != nil {
		err = fmt.Errorf("removing the breakpoint: %w", undo)
	}
	if err != nil {
		return 0, err
	}
	return entry, rewind(pid, at)
}

// runToStop lets a process run to a breakpoint and returns when it got there. Other signals reach it.
func runToStop(pid int) (int64, error) {
	limit := time.AfterFunc(loaderPatience, func() { unix.Kill(pid, unix.SIGSTOP) })
	defer limit.Stop()
	for sig := unix.Signal(0); ; {
		err := unix.PtraceCont(pid, int(sig))
		if err == nil {
			sig, err = nextStop(pid)
		}
		switch {
		case err != nil:
			return 0, fmt.Errorf("waiting for the dynamic loader: %w", err)
		case sig == unix.SIGTRAP:
			return Monotonic(), nil
		case sig == unix.SIGSTOP:
			return 0, fmt.Errorf("waiting for the dynamic loader: not done within %s", loaderPatience)
		}
	}
}

// rewind lets a process that has hit a breakpoint go on at the instruction that was there.
func rewind(pid int, at uintptr) error {
	var regs unix.PtraceRegs
	if err := unix.PtraceGetRegs(pid, &regs); err != nil {
		return fmt.Errorf("reading registers: %w", err)
	}
	regs.SetPC(uint64(at))
	if err := unix.PtraceSetRegs(pid, &regs); err != nil {
		return fmt.Errorf("setting registers: %w", err)
	}
	return nil
}
