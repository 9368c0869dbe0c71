package startup

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"strings"
)

// byteOrder is that of an ELF file, by its first bytes.
func byteOrder(head []byte) binary.ByteOrder {
	if head[elf.EI_DATA] == byte(elf.ELFDATA2MSB) {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// archOf is the GOARCH of an ELF file, as far as its first bytes tell, or what ELF calls the machine.
func archOf(machine elf.Machine, head []byte) string {
	wide, big := head[elf.EI_CLASS] == byte(elf.ELFCLASS64), head[elf.EI_DATA] == byte(elf.ELFDATA2MSB)
	name := map[elf.Machine]string{
		elf.EM_X86_64: "amd64", elf.EM_AARCH64: "arm64", elf.EM_386: "386", elf.EM_ARM: "arm", elf.EM_LOONGARCH: "loong64",
		elf.EM_MIPS: "mips", elf.EM_PPC64: "ppc64", elf.EM_RISCV: "riscv", elf.EM_S390: "s390x",
	}[machine]
	switch {
	case name == "":
		return strings.TrimPrefix(fmt.Sprint(machine), "EM_")
	case (name == "mips" || name == "riscv") && wide:
		name += "64"
	}
	if !big && (strings.HasPrefix(name, "mips") || name == "ppc64") {
		name += "le"
	}
	return name
}

// spokenKind is what the kinds of ELF files are called that are no executables.
func spokenKind(kind elf.Type) string {
	switch kind {
	case elf.ET_REL:
		return "an object file"
	case elf.ET_CORE:
		return "a core dump"
	}
	return fmt.Sprint(kind)
}

// hasSections reports whether an ELF file names its sections, as all do that were not packed.
func hasSections(path string) bool {
	f, err := elf.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return len(f.Sections) > 0
}

// isMachO reports whether a file begins as those of macOS do: of 32 and 64 bits, and of several machines.
func isMachO(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	switch binary.LittleEndian.Uint32(head) {
	case 0xfeedface, 0xfeedfacf, 0xbebafeca:
		return true
	}
	return false
}
