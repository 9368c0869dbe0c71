package gobin

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
)

// object is the executable as the system's loader sees it.
type object struct {
	elf  *elf.File
	img  *image
	segs []segment

	relocate bool // the file lacks addresses that the loader writes
}

// segment is a part of the file that is loaded into memory; what the file does not hold (bss) is
// left out.
type segment struct {
	addr, off, size uint64
	code            bool
}

// maxSize is the largest file that is read, in bytes: far above what Go's linker makes, it bounds
// what a sparse file can make image allocate.
const maxSize = 64 << 30

func openObject(r io.ReaderAt, size int64) (*object, error) {
	if size > maxSize {
		return nil, unsupported("a file of more than %d GiB", maxSize>>30)
	}
	if err := checkKind(r); err != nil {
		return nil, err
	}
	e, err := elf.NewFile(r)
	if err != nil {
		return nil, err
	}
	o := &object{elf: e, img: newImage(r, uint64(size))}
	for _, p := range e.Progs {
		if s, ok := newSegment(p, uint64(size)); ok {
			o.segs = append(o.segs, s)
		}
	}
	return o, nil
}

// checkKind reads the beginning of the file: what it is, for how many bits, in which byte order,
// and whether it can be executed.
func checkKind(r io.ReaderAt) error {
	head := make([]byte, elf.EI_NIDENT+2)
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	kind := elf.Type(binary.LittleEndian.Uint16(head[elf.EI_NIDENT:]))
	switch {
	case string(head[:len(elf.ELFMAG)]) != elf.ELFMAG:
		return unsupported("not an ELF executable")
	case head[elf.EI_CLASS] != byte(elf.ELFCLASS64) || head[elf.EI_DATA] != byte(elf.ELFDATA2LSB):
		return unsupported("an ELF file that is not 64-bit little-endian")
	case kind != elf.ET_EXEC && kind != elf.ET_DYN:
		return unsupported("an ELF file that is no executable (%v)", kind)
	}
	return nil
}

// unsupported returns an error that says what the file is and wraps errors.ErrUnsupported.
func unsupported(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), errors.ErrUnsupported)
}

func newSegment(p *elf.Prog, size uint64) (segment, bool) {
	if p.Type != elf.PT_LOAD || p.Off >= size || p.Filesz == 0 {
		return segment{}, false
	}
	s := segment{addr: p.Vaddr, off: p.Off, size: min(p.Filesz, size-p.Off), code: p.Flags&elf.PF_X != 0}
	return s, s.addr+s.size > s.addr
}

func (o *object) executable() []segment {
	var code []segment
	for _, s := range o.segs {
		if s.code {
			code = append(code, s)
		}
	}
	return code
}

// locate returns the segment that holds the byte at the address and its offset in the file.
func (o *object) locate(addr uint64) (s segment, off uint64, ok bool) {
	for _, s := range o.segs {
		if addr >= s.addr && addr-s.addr < s.size {
			return s, addr - s.addr + s.off, true
		}
	}
	return segment{}, 0, false
}

// words returns n numbers of 64 bits at the address, nil if the file does not hold them.
func (o *object) words(addr uint64, n int) []uint64 {
	_, off, ok := o.locate(addr)
	if !ok {
		return nil
	}
	words := o.img.words(off, n)
	if o.relocate {
		o.fill(words, addr)
	}
	return words
}

// find yields the addresses, multiples of 8, at which pattern stands: in the sections named first,
// where it is expected, then in everything that is loaded.
func (o *object) find(pattern []byte, sections ...string) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for _, s := range append(o.named(sections...), o.segs...) {
			for off := range o.img.find(s.off, s.off+s.size, pattern) {
				if !yield(off - s.off + s.addr) {
					return
				}
			}
		}
	}
}

// named returns the sections of those names, in that order, as far as they are loaded.
func (o *object) named(names ...string) []segment {
	var found []segment
	for _, name := range names {
		sect := o.elf.Section(name)
		if sect == nil || sect.Type == elf.SHT_NOBITS {
			continue
		}
		if s, off, ok := o.locate(sect.Addr); ok {
			size := min(sect.Size, s.off+s.size-off)
			found = append(found, segment{addr: sect.Addr, off: off, size: size})
		}
	}
	return found
}
