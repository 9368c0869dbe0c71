package gobin

import "debug/elf"

// longestPrologue bounds where a function begins its work, in bytes from its entry: the longest check of the
// stack before has 8 + 4 + 6.
const longestPrologue = 24

// Body returns the address of the instruction with which a function begins its work, after it has made sure
// that there is stack enough: it comes by there exactly once per call, with the arguments in their
// registers, the caller's address on top of the stack and the caller's frame pointer in its register. It
// is "push %rbp" in functions that go1.21 and later compiled, "sub $n, %rsp" or "add $-128, %rsp" before. Functions without a
// frame have none, nor have those of other architectures than amd64.
func (f *File) Body(fn Func) (addr uint64, ok bool) {
	code := f.prologue(fn)
	branch, skipped := skipCheck(code)
	skipped += branch
	if !beginsFrame(code[min(skipped, len(code)):]) {
		return 0, false
	}
	return fn.Entry + uint64(skipped), true
}

// Emulated returns where in the prologue of a function the kernel can carry out an instruction that has a uprobe,
// rather than step over it: its Body if that is a push, as from go1.21 on, else the conditional jump of the
// check of the stack before. That is taken where there is not stack enough: the thread then comes by again.
func (f *File) Emulated(fn Func) (addr uint64, jump, ok bool) {
	at, jump, ok := emulated(f.prologue(fn))
	return fn.Entry + at, jump, ok
}

// emulated returns the same from the entry on.
func emulated(code []byte) (at uint64, jump, ok bool) {
	branch, length := skipCheck(code)
	switch {
	case has(code[min(branch+length, len(code)):], 0x55):
		return uint64(branch + length), false, true
	case length > 0:
		return uint64(branch), true, true
	}
	return 0, false, false
}

// prologue returns the first bytes of a function, none if they are not known.
func (f *File) prologue(fn Func) []byte {
	if f.machine != elf.EM_X86_64 {
		return nil
	}
	code := make([]byte, min(fn.End-fn.Entry, longestPrologue))
	off, ok := f.Offset(fn.Entry)
	if !ok || !f.tab.img.read(code, off) {
		return nil
	}
	return code
}

// skipCheck returns where in the check of the stack at the beginning of a function its conditional jump lies, and
// the length of that; 0 and 0 if there is none.
func skipCheck(code []byte) (branch, length int) {
	const bound, system = 16, 24                     // of g.stackguard0, and of g.stackguard1 in code of the system's stack
	n, compare := 0, []byte{0x49, 0x3b, 0x66, bound} // cmp 16(%r14), %rsp
	switch {
	case has(code, 0x4c, 0x8d, 0x64, 0x24): // lea -n8(%rsp), %r12
		n = 5
	case has(code, 0x4c, 0x8d, 0xa4, 0x24): // lea -n32(%rsp), %r12
		n = 8
	}
	if n > 0 {
		compare[0] = 0x4d // cmp 16(%r14), %r12
	}
	rest := code[min(n, len(code)):]
	if compare[3] = system; !has(rest, compare...) {
		compare[3] = bound
	}
	if !has(rest, compare...) {
		return 0, 0
	}
	n += len(compare)
	switch rest = code[min(n, len(code)):]; {
	case has(rest, 0x76): // jbe, near
		return n, 2
	case has(rest, 0x0f, 0x86): // jbe, far
		return n, 6
	}
	return 0, 0
}

// beginsFrame reports whether the code begins with an instruction that makes a frame.
func beginsFrame(code []byte) bool {
	return has(code, 0x55) || has(code, 0x48, 0x83, 0xec) || has(code, 0x48, 0x81, 0xec) || has(code, 0x48, 0x83, 0xc4, 0x80)
}

func has(code []byte, begin ...byte) bool {
	return len(code) >= len(begin) && string(code[:len(begin)]) == string(begin)
}

// Offset returns where in the file the code at an address lies.
func (f *File) Offset(addr uint64) (uint64, bool) {
	for _, s := range f.code {
		if addr >= s.addr && addr-s.addr < s.size {
			return addr - s.addr + s.off, true
		}
	}
	return 0, false
}
