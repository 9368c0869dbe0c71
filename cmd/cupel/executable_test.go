package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// anonymous FILE takes the build info out of a Go executable.
func anonymous(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: anonymous FILE")
	}
	mark := []byte("\xff Go buildinf:") // see debug/buildinfo
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	if !bytes.Contains(data, mark) {
		ts.Fatalf("%s has no build info", args[0])
	}
	ts.Check(os.WriteFile(path, bytes.ReplaceAll(data, mark, make([]byte, len(mark))), 0o755))
}

// packed FILE ARCH writes the beginning of an executable as UPX leaves it: without sections, and with its
// mark behind the program headers. It does not run.
func packed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: packed FILE ARCH")
	}
	machine := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[args[1]]
	const head, prog = 64, 56 // sizes
	var b bytes.Buffer
	ts.Check(binary.Write(&b, binary.LittleEndian, elf.Header64{
		Ident: [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_DYN), Machine: uint16(machine), Version: uint32(elf.EV_CURRENT), Entry: 0x401000,
		Phoff: head, Ehsize: head, Phentsize: prog, Phnum: 1, Shentsize: 64,
	}))
	ts.Check(binary.Write(&b, binary.LittleEndian, elf.Prog64{
		Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: 0x400000, Filesz: 8192, Memsz: 8192, Align: 4096,
	}))
	b.WriteString("\x00\x00\x00\x00UPX!")
	b.Write(make([]byte, 8192-b.Len()))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o755))
}
