package perf

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"os"
	"runtime"

	"github.com/cupelgo/cupel/internal/auxv"
)

// image is the executable of a process.
type image struct {
	file *os.File
	elf  *elf.File
	bias uint64 // of an address in the process less that in the file
}

// openImage looks at the executable of a process at its exec.
func openImage(pid int) (*image, error) {
	file, err := os.Open(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return nil, err
	}
	m := &image{file: file}
	if err := m.locate(pid); err != nil {
		file.Close()
		return nil, err
	}
	return m, nil
}

func (m *image) locate(pid int) (err error) {
	if m.elf, err = elf.NewFile(m.file); err != nil {
		return err
	}
	word := auxv.Word
	if m.elf.Class == elf.ELFCLASS32 {
		word = 4
	}
	entry, err := auxv.Of(pid, word, auxv.Entry)
	if err != nil {
		return err
	}
	m.bias = entry - m.elf.Entry
	return nil
}

// callee returns the address, in the process, of the function that is called by the instruction
// before the given address; 0 if there is no direct call.
func (m *image) callee(after uint64) uint64 {
	const length, opcode = 5, 0xe8 // CALL rel32 of amd64
	if runtime.GOARCH != "amd64" {
		return 0
	}
	var code [length]byte
	if !m.text(after-length-m.bias, code[:]) || code[0] != opcode {
		return 0
	}
	return after + uint64(int64(int32(binary.LittleEndian.Uint32(code[1:]))))
}

// text reads the program's code at an address of the file.
func (m *image) text(address uint64, code []byte) bool {
	for _, p := range m.elf.Progs {
		off := address - p.Vaddr
		if p.Type != elf.PT_LOAD || p.Flags&elf.PF_X == 0 || off >= p.Filesz {
			continue
		}
		n, _ := p.ReadAt(code, int64(off))
		return n == len(code)
	}
	return false
}

func (m *image) close() { m.file.Close() }
