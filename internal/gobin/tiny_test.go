package gobin

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"slices"
)

// Where the parts of a tiny executable lie, as offsets in the file; its addresses are tinyBase more.
const (
	tinyBase   = 0x400000
	tinyText   = 0x100
	tinyTable  = 0x200
	tinyData   = 0x600
	tinyModule = 0x700
	tinySects  = 0xa00
	tinySize   = 0xa80
)

// tinyLayout is what differs between versions of Go.
type tinyLayout struct {
	magic        uint32
	gofunc, list int // words of the module data: function data, list of code sections
}

var tinyLayouts = map[string]tinyLayout{
	"go1.18": {magic118, 38, 39},
	"go1.20": {magic120, 40, 41},
	"go1.26": {magic120, 40, 42},
	"go1.27": {magic120, 43, 45},
}

// tiny makes an executable of 2.6 kB without sections and with three functions. At its address 0x24
// main.innermost is inlined into main.inner and that into main.main.
func tiny(l tinyLayout) []byte {
	file := make([]byte, tinySize)
	put := func(off int, numbers ...any) {
		var b bytes.Buffer
		for _, n := range numbers {
			if err := binary.Write(&b, binary.LittleEndian, n); err != nil {
				panic(err)
			}
		}
		copy(file[off:], b.Bytes())
	}
	put(0, elf.Header64{
		Ident: [16]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1,
	})
	put(64, elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: tinyBase,
		Filesz: tinySize, Memsz: tinySize, Align: 0x1000})

	names := []byte("runtime.systemstack_switch\x00runtime.main\x00main.main\x00main.inner\x00main.innermost\x00")
	name := func(s string) uint32 { return uint32(bytes.Index(names, []byte(s+"\x00"))) }
	const noTable, files, lines, calls = 0, 1, 4, 13
	values := []byte{noTable: 0,
		files: 2, 0x60, 0, // 0 throughout
		lines: 22, 4, 40, 4, 19, 4, 17, 0x58, 0, // 10, 30, 20, 11, each of 4 bytes
		calls: 0, 4, 4, 4, 1, 4, 1, 0x58, 0, // none, 1, 0, none
	}
	const cutab, filetab, pctab, functab = 0x100, 0x110, 0x140, 0x180
	put(tinyTable, l.magic, []byte{0, 0, 1, 8}, uint64(3), uint64(2), uint64(0),
		uint64(72), uint64(cutab), uint64(filetab), uint64(pctab), uint64(functab))
	put(tinyTable+72, names)
	put(tinyTable+cutab, uint32(0), uint32(16))
	put(tinyTable+filetab, []byte("/src/runtime.go\x00/src/main.go\x00"))
	put(tinyTable+pctab, values)

	const first, step = 0x30, 0x50
	for i, n := range []string{"runtime.systemstack_switch", "runtime.main", "main.main"} {
		put(tinyTable+functab+8*i, uint32(0x10*i), uint32(first+step*i), uint32(0x10*(i+1)))
		record := []any{uint32(0x10 * i), name(n), uint32(0), uint32(0), uint32(0),
			uint32(files), uint32(lines), uint32(3), uint32(i / 2), uint32(9), []byte{22, 0, 0, 4},
			[]uint32{0, 0, noTable}, []uint32{^uint32(0), ^uint32(0), ^uint32(0), ^uint32(0)}}
		if n == "main.main" {
			record[11].([]uint32)[valueInlined] = calls
			record[12].([]uint32)[dataInlined] = 0
		}
		if l.magic == magic118 {
			record = slices.Delete(record, 9, 10) // the line at which the function starts
		}
		put(tinyTable+functab+first+step*i, record...)
	}
	shape := layout120
	if l.magic == magic118 {
		shape = layout118
	}
	for i, n := range []string{"main.inner", "main.innermost"} {
		at := tinyData + i*int(shape.call)
		put(at+int(shape.name), name(n))
		put(at+int(shape.parent), []uint32{12, 8}[i])
	}

	module := make([]uint64, moduleSize)
	module[wordHeader] = tinyBase + tinyTable
	for i, begin := range []uint64{72, cutab, filetab, pctab, functab, functab} {
		module[wordTables+3*i] = tinyBase + tinyTable + begin
	}
	module[wordTables+16], module[wordTables+17] = 4, 4
	module[wordMinPC], module[wordMinPC+1] = tinyBase+tinyText, tinyBase+tinyText+0x30
	module[wordText], module[wordText+1] = tinyBase+tinyText, tinyBase+tinyText+0x30
	module[l.list-1] = tinyBase + tinyModule // from go1.26 on the end of the function table
	module[l.gofunc] = tinyBase + tinyData
	module[l.list], module[l.list+1], module[l.list+2] = tinyBase+tinySects, 1, 1
	put(tinyModule, module)
	put(tinySects, uint64(0), uint64(0x30), uint64(tinyBase+tinyText))
	return file
}

// tinySections makes a tiny executable with sections, whose module data hold no address: they are
// in its relocations, as lld writes them.
func tinySections(l tinyLayout) []byte {
	file := tiny(l)
	names := []byte("\x00.gopclntab\x00.rela.dyn\x00.shstrtab\x00")
	name := func(s string) uint32 { return uint32(bytes.Index(names, []byte(s+"\x00"))) }

	var rela bytes.Buffer
	for _, at := range append(tinyAddresses(l), tinySects+16) {
		word := file[at : at+8]
		r := elf.Rela64{Off: tinyBase + uint64(at), Info: 8, Addend: int64(binary.LittleEndian.Uint64(word))}
		binary.Write(&rela, binary.LittleEndian, r)
		clear(word)
	}
	relaAt, namesAt := len(file), len(file)+rela.Len()
	file = append(append(file, rela.Bytes()...), names...)
	file = append(file, make([]byte, -len(file)&7)...)
	sections := []elf.Section64{
		{},
		{Name: name(".gopclntab"), Type: uint32(elf.SHT_PROGBITS), Addr: tinyBase + tinyTable, Off: tinyTable, Size: tinyData - tinyTable},
		{Name: name(".rela.dyn"), Type: uint32(elf.SHT_RELA), Addr: tinyBase + uint64(relaAt), Off: uint64(relaAt), Size: uint64(rela.Len())},
		{Name: name(".shstrtab"), Type: uint32(elf.SHT_STRTAB), Off: uint64(namesAt), Size: uint64(len(names))},
	}
	var header bytes.Buffer
	binary.Write(&header, binary.LittleEndian, sections)
	shoff := len(file)
	file = append(file, header.Bytes()...)
	binary.LittleEndian.PutUint64(file[40:], uint64(shoff))
	binary.LittleEndian.PutUint16(file[58:], 64)
	binary.LittleEndian.PutUint16(file[60:], uint16(len(sections)))
	binary.LittleEndian.PutUint16(file[62:], uint16(len(sections)-1))
	binary.LittleEndian.PutUint64(file[64+32:], uint64(len(file))) // the segment's sizes
	binary.LittleEndian.PutUint64(file[64+40:], uint64(len(file)))
	return file
}

// tinyAddresses returns the offsets in the file of the module data's words that are addresses.
func tinyAddresses(l tinyLayout) (offsets []int) {
	words := []int{wordHeader, 1, 4, 7, 10, 13, 16, wordMinPC, wordMinPC + 1, wordText, wordText + 1, l.gofunc, l.list}
	for _, w := range words {
		offsets = append(offsets, tinyModule+8*w)
	}
	return offsets
}
