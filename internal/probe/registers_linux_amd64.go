package probe

import (
	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// Exit notes that a thread, which stands still, ends the process. Threads that end alone do not count.
func (w *Watch) Exit(t *ptrace.Thread) {
	regs, err := t.Regs()
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil || regs.Orig_rax != unix.SYS_EXIT_GROUP || w.End != 0 {
		return
	}
	w.End = t.Seen
	h := hitOf(t)
	h.Stack = w.stackHere(regs)
	w.add(goevent.Event{Kind: goevent.Exiting, Stack: w.number(h.Stack)}, h)
	w.stood(t)
}

// chain returns where a thread stands, wherever that is: its instruction, the return addresses that frame
// pointers lead to, and the word on top of the stack.
func (w *Watch) chain(t *ptrace.Thread) (pcs []uint64, top uint64) {
	regs, err := t.Regs()
	if err != nil {
		return nil, 0 // it was killed
	}
	m := w.window(regs.Rsp)
	top, pcs = m.word(regs.Rsp), []uint64{regs.Rip}
	if regs.Rbp < regs.Rsp {
		return pcs, top // C code uses the register as it likes
	}
	return m.walk(pcs, regs.Rbp), top
}

// read reads what a point asks for of a thread that stands there.
func (w *Watch) read(t *ptrace.Thread, regs *unix.PtraceRegs, asks bpf.Asks) *bpf.Hit {
	h := hitOf(t)
	about, other := w.asked(regs, asks.About), w.asked(regs, asks.Other)
	h.About, h.Other = about.id, other.id
	if asks.Birth {
		h.Parent, h.Statement, h.Entry = about.parent, about.statement, about.entry
	}
	h.AX, h.CX, h.DI = regs.Rax, regs.Rcx, regs.Rdi
	switch asks.Stack {
	case bpf.Here:
		h.Stack = w.stackHere(regs)
	case bpf.LeftByAbout:
		h.Stack = w.stackOf(about, about.pc)
	case bpf.LeftByOther:
		h.Stack = w.stackOf(other)
	}
	return h
}

func (w *Watch) asked(regs *unix.PtraceRegs, which bpf.Goroutine) goroutine {
	switch which {
	case bpf.First:
		return w.goroutine(regs.Rax)
	case bpf.Second:
		return w.goroutine(regs.Rbx)
	case bpf.Current:
		return w.goroutine(regs.R14)
	case bpf.Running:
		return w.current(regs.R14)
	}
	return goroutine{}
}

// stackHere returns the stack of a thread that stands where a frame has not been made yet: the caller's
// address is on top of the stack.
func (w *Watch) stackHere(regs *unix.PtraceRegs) []uint64 {
	m := w.window(regs.Rsp)
	return m.walk([]uint64{m.word(regs.Rsp)}, regs.Rbp)
}
