//go:build amd64 || arm64

package ptrace

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// spinAfterHit is how long the tracer looks for the next event after a hit. Where a thread comes to one
// breakpoint it soon comes to the next: with 50 µs a hit costs half as much as without, see the benchmarks.
const spinAfterHit = 50 * time.Microsecond

// trapped deals with a thread that stands at a SIGTRAP: by a breakpoint, or by the program's own doing.
func (t *Tracer) trapped(th *Thread) unix.Signal {
	if trap == 0 {
		return unix.SIGTRAP
	}
	regs, err := th.Regs()
	if err != nil {
		return unix.SIGTRAP // it is being killed
	}
	stood := position(regs)
	at := th.Process.space.sites[stood.pc-1]
	if at == nil || th.mayBeSent(at, stood) && !byTrap(th.TID) {
		return unix.SIGTRAP
	}
	t.hit(th, at)
	if runtime.NumCPU() > 1 {
		t.spin = spinAfterHit
	}
	return 0
}

// place is where a thread stands.
type place struct{ pc, sp uint64 }

// mayBeSent reports whether a SIGTRAP of a thread behind the address of a breakpoint may be one that it was
// sent. A thread gets there without having hit it if it is not armed any more, or if the tracer has
// put it there.
func (th *Thread) mayBeSent(at *site, stood place) bool {
	return !at.armed || stood == th.put
}

// byTrap reports whether a thread's signal comes from an instruction.
func byTrap(tid int) bool {
	from, err := sender(tid)
	return err == nil && from.code == codeKernel
}

// hit deals with a breakpoint at which a thread stands.
func (t *Tracer) hit(th *Thread, at *site) {
	b, s := at.b, th.Process.space
	found := th.regs
	rewind(&th.regs)
	addr := position(&th.regs).pc
	told := at.armed && !t.released.Load()
	stays := told && !b.Once
	if !stays {
		// Also one that is not armed any more: in the copy of a fork its trap may still be there.
		s.disarm(addr, at)
	}
	if told && b.Hit != nil {
		b.Hit(th)
	}
	if stays && at.instr.emulate(&th.regs, s.write) != nil {
		s.disarm(addr, at) // let the program fault by itself
	}
	setRegs(th.TID, &found, &th.regs)
	th.put = position(&th.regs)
}
