package gobin

import "encoding/binary"

// Magic numbers of function tables (internal/abi.PCLnTabMagic).
const (
	magic118 = 0xfffffff0 // go1.18, go1.19
	magic120 = 0xfffffff1 // go1.20 and later
)

// table is the function table of the executable (runtime.pclntab) with what the module data add to
// it. Fields without a unit are offsets in the file.
type table struct {
	img     *image
	layout  layout
	quantum uint64 // bytes, the unit in which instructions are counted
	nfunc   uint64
	start   uint64 // the address of the table
	begin   uint64 // and its offset
	entry0  uint64 // the address text as the table itself has it; 0 from go1.26 on

	names   uint64 // strings (runtime.funcnametab), to cus
	cus     uint64 // offsets of paths, by compilation unit (runtime.cutab), to files
	files   uint64 // paths (runtime.filetab), to values
	values  uint64 // values by address, such as lines (runtime.pctab), to funcs
	funcs   uint64 // functions by address (runtime.functab), then the record of each, to end
	end     uint64 // of the segment
	text    uint64 // the address from which those of functions count (runtime.text)
	data    uint64 // what the records refer to (go:func.*); 0: there is nothing
	wrapper uint8  // the mark of functions that the compiler added (abi.FuncIDWrapper); 0: not known
}

// layout is what changed between go1.19 and go1.20, in bytes.
type layout struct {
	record             uint64 // size of a function's record (runtime._func) without its arrays
	call               uint64 // size of an element of an inline tree (runtime.inlinedCall)
	mark, name, parent uint64 // where in it lie the function's mark and name, the instruction in the caller
}

var (
	layout118 = layout{record: 40, call: 20, mark: 2, name: 12, parent: 16}
	layout120 = layout{record: 44, call: 16, mark: 0, name: 4, parent: 8}
)

// table finds the function table: where the linkers put it, else wherever its magic number stands.
func (o *object) table() (*table, error) {
	named := o.named(".gopclntab", ".data.rel.ro.gopclntab")
	if len(named) == 0 {
		return o.search()
	}
	t := o.header(named[0].addr)
	if t == nil {
		return nil, unsupported("a function table of unknown layout, or of go1.17 or older")
	}
	return t, o.complete(t)
}

// maxCandidates bounds the tables that are looked at before the file is given up.
const maxCandidates = 16

// search finds the function table in a file whose sections were removed, or merged by a linker.
func (o *object) search() (*table, error) {
	problem, tried := ErrNotGo, 0
	for _, magic := range []uint64{magic120, magic118} {
		pattern := binary.LittleEndian.AppendUint64(nil, magic)[:6]
		for addr := range o.find(pattern, ".data.rel.ro", ".rodata") {
			t := o.header(addr)
			if t == nil {
				continue
			}
			if problem = o.complete(t); problem == nil {
				return t, nil
			}
			if tried++; tried == maxCandidates {
				return nil, problem
			}
		}
	}
	return nil, problem
}

// header reads the table at the address as far as its header (runtime.pcHeader) tells, nil if there
// is none or it reaches beyond its segment.
func (o *object) header(addr uint64) *table {
	const words = 9
	s, at, ok := o.locate(addr)
	h := o.words(addr, words)
	if !ok || h == nil {
		return nil
	}
	t := &table{img: o.img, start: addr, begin: at, end: s.off + s.size}
	t.quantum, t.nfunc, t.entry0 = h[0]>>48&0xff, h[1], h[3]
	switch uint32(h[0]) {
	case magic118:
		t.layout = layout118
	case magic120:
		t.layout = layout120
	default:
		return nil
	}
	const pads, pointers = 0xffff << 32, 8
	known := h[0]&pads == 0 && h[0]>>56 == pointers && (t.quantum == 1 || t.quantum == 2 || t.quantum == 4)
	last, room := uint64(8*words), t.end-at
	for i, field := range []*uint64{&t.names, &t.cus, &t.files, &t.values, &t.funcs} {
		begin := h[4+i]
		known = known && begin >= last && begin <= room
		*field, last = at+begin, begin
	}
	if !known || t.nfunc == 0 || t.nfunc >= (room-last)/8 {
		return nil
	}
	return t
}
