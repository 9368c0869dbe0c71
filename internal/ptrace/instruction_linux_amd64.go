package ptrace

import (
	"encoding/binary"
	"math/bits"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	trap    = 0xcc // int3
	longest = 7    // bytes of an instruction that decode knows
	word    = 8
)

// instruction is one that moves the stack pointer down.
type instruction struct {
	length uint64 // bytes
	frame  uint64 // by how much it moves the stack pointer, bytes
	push   bool   // it is push %rbp
	add    bool   // it is an addition, not a subtraction
}

// decode reads the instructions with which functions of Go make their frame: push %rbp, and
// sub $n,%rsp up to go1.20, for which add $-128,%rsp is shorter if n is 128.
func decode(code []byte) (instruction, bool) {
	switch {
	case len(code) >= 1 && code[0] == 0x55:
		return instruction{length: 1, frame: word, push: true}, true
	case len(code) >= 4 && code[0] == 0x48 && code[1] == 0x83 && code[2] == 0xec:
		return instruction{length: 4, frame: uint64(int8(code[3]))}, true
	case len(code) >= 4 && code[0] == 0x48 && code[1] == 0x83 && code[2] == 0xc4 && code[3] == 0x80:
		return instruction{length: 4, frame: 128, add: true}, true
	case len(code) >= 7 && code[0] == 0x48 && code[1] == 0x81 && code[2] == 0xec:
		return instruction{length: 7, frame: uint64(int32(binary.LittleEndian.Uint32(code[3:])))}, true
	}
	return instruction{}, false
}

// emulate carries out the instruction at which the registers stand. The error is that of the write to
// the stack; then nothing has changed.
func (in instruction) emulate(r *unix.PtraceRegs, write func([]byte, uint64) error) error {
	if in.push {
		var b [word]byte
		binary.LittleEndian.PutUint64(b[:], r.Rbp)
		if err := write(b[:], r.Rsp-word); err != nil {
			return err
		}
	} else {
		set := flags(r.Rsp, in.frame)
		if in.add {
			set = flagsOfAdding(r.Rsp, -in.frame)
		}
		r.Eflags = r.Eflags&^statusFlags | set
	}
	r.Rsp -= in.frame
	r.Rip += in.length
	return nil
}

// The status flags of Eflags.
const (
	carry    = 1 << 0
	parity   = 1 << 2
	adjust   = 1 << 4
	zero     = 1 << 6
	sign     = 1 << 7
	overflow = 1 << 11

	statusFlags = carry | parity | adjust | zero | sign | overflow
)

// flags returns the status flags after a - b.
func flags(a, b uint64) uint64 {
	d := a - b
	return status(a^b^d, d, a < b, int64((a^b)&(a^d)) < 0)
}

// flagsOfAdding returns the status flags after a + b.
func flagsOfAdding(a, b uint64) uint64 {
	d := a + b
	return status(a^b^d, d, d < a, int64((a^d)&(b^d)) < 0)
}

// status returns the status flags after a sum with that result; carries are the bits that others were
// carried into.
func status(carries, d uint64, carried, overflown bool) (set uint64) {
	for _, f := range []struct {
		flag uint64
		on   bool
	}{
		{carry, carried},
		{parity, bits.OnesCount8(uint8(d))%2 == 0},
		{adjust, carries&0x10 != 0},
		{zero, d == 0},
		{sign, int64(d) < 0},
		{overflow, overflown},
	} {
		if f.on {
			set |= f.flag
		}
	}
	return set
}

func getRegs(tid int, r *unix.PtraceRegs) error {
	return fetch(unix.PTRACE_GETREGS, tid, unsafe.Pointer(r))
}

// setRegs writes what hit may have changed. One register costs less than half of what all do.
func setRegs(tid int, from, to *unix.PtraceRegs) {
	setReg(tid, unsafe.Offsetof(to.Rip), from.Rip, to.Rip)
	setReg(tid, unsafe.Offsetof(to.Rsp), from.Rsp, to.Rsp)
	setReg(tid, unsafe.Offsetof(to.Eflags), from.Eflags, to.Eflags)
}

func setReg(tid int, offset uintptr, from, to uint64) {
	if from != to {
		order(unix.PTRACE_POKEUSR, tid, offset, uintptr(to))
	}
}

func position(r *unix.PtraceRegs) place { return place{pc: r.Rip, sp: r.Rsp} }

// rewind sets the registers back from after the trap to the trap.
func rewind(r *unix.PtraceRegs) { r.Rip-- }

// wide reports whether the thread runs code of 64 bits, by its code segment.
func wide(r *unix.PtraceRegs) bool { return r.Cs == 0x33 }

// cloneFlags returns the flags of the fork, vfork or clone in which a thread stands.
func cloneFlags(th *Thread) (flags uint64, ok bool) {
	r, err := th.Regs()
	if err != nil || !wide(r) {
		return 0, false
	}
	switch r.Orig_rax {
	case unix.SYS_FORK:
		return 0, true
	case unix.SYS_VFORK:
		return unix.CLONE_VM, true
	case unix.SYS_CLONE:
		return r.Rdi, true
	case unix.SYS_CLONE3:
		var b [word]byte // the first field of struct clone_args
		n := th.Process.Read(b[:], r.Rdi)
		return binary.LittleEndian.Uint64(b[:]), n == len(b)
	}
	return 0, false
}
