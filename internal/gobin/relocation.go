package gobin

import (
	"debug/elf"
	"encoding/binary"
	"iter"
)

// relocation is an address that the system's loader, after adding the slide, writes into memory.
// Go's linker and those of GNU write it into the file as well, LLVM's (lld) leaves zero there.
type relocation struct {
	at, value uint64
}

// relocations yields what the file lists of R_X86_64_RELATIVE and its like.
func (o *object) relocations() iter.Seq[relocation] {
	return func(yield func(relocation) bool) {
		for _, sect := range o.elf.Sections {
			s, off, ok := o.locate(sect.Addr)
			if sect.Type != elf.SHT_RELA || !ok {
				continue
			}
			for r := range o.img.relocations(off, off+min(sect.Size, s.off+s.size-off)) {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// relocations yields those from off to end that name no symbol. What it reads it does not keep.
func (m *image) relocations(off, end uint64) iter.Seq[relocation] {
	const size, symbol = 24, 12 // of elf.Rela64; the offset in it
	return func(yield func(relocation) bool) {
		buf := make([]byte, min(size*4096, end-off))
		for ; off < end; off += uint64(len(buf)) {
			n, _ := m.r.ReadAt(buf[:min(uint64(len(buf)), end-off)], int64(off))
			for b := buf[:n]; len(b) >= size; b = b[size:] {
				r := relocation{at: binary.LittleEndian.Uint64(b), value: binary.LittleEndian.Uint64(b[16:])}
				if binary.LittleEndian.Uint32(b[symbol:]) == 0 && !yield(r) {
					return
				}
			}
		}
	}
}

// references yields the first places at which the loader writes the address. From then on words
// takes relocations into account: each time it goes through them all.
func (o *object) references(addr uint64) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		o.relocate = true
		n := 0
		for r := range o.relocations() {
			if r.value != addr {
				continue
			}
			if n++; n > maxCandidates || !yield(r.at) {
				return
			}
		}
	}
}

// fill writes into words, which begin at the address, what the loader would.
func (o *object) fill(words []uint64, addr uint64) {
	for r := range o.relocations() {
		if off := r.at - addr; off%8 == 0 && off/8 < uint64(len(words)) {
			words[off/8] = r.value
		}
	}
}
