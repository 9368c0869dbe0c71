//go:build amd64 || arm64

package ptrace

import "golang.org/x/sys/unix"

// trapped deals with a thread that stands at a SIGTRAP: by a breakpoint, or by the program's own doing.
func (t *Tracer) trapped(th *Thread) unix.Signal {
	if trap == 0 {
		return unix.SIGTRAP
	}
	regs, err := th.Regs()
	if err != nil {
		return unix.SIGTRAP // it is being killed
	}
	rewind(regs)
	at := th.Process.space.sites[pc(regs)]
	if at == nil {
		return unix.SIGTRAP
	}
	// A SIGTRAP that was sent may arrive when the thread happens to stand behind a breakpoint.
	if from, err := sender(th.TID); err != nil || from.code != codeKernel {
		return unix.SIGTRAP
	}
	t.hit(th, at)
	return 0
}

// hit deals with a breakpoint at which a thread stands.
func (t *Tracer) hit(th *Thread, at *site) {
	b, s := at.b, th.Process.space
	told := at.armed && !t.released.Load()
	stays := told && !b.Once
	if !stays {
		// Also one that is not armed any more: in the copy of a fork its trap may still be there.
		s.disarm(pc(&th.regs), at)
	}
	if told && b.Hit != nil {
		b.Hit(th)
	}
	if stays && at.instr.emulate(&th.regs, s.write) != nil {
		s.disarm(pc(&th.regs), at) // let the program fault by itself
	}
	setRegs(th.TID, &th.regs)
}
