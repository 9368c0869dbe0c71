package gobin

import (
	"iter"
	"sort"
)

// Func is a function of the executable's code.
type Func struct {
	Name  string // full symbol with type arguments, e.g. "example.com/a.(*T[go.shape.int]).Run.func1"
	Entry uint64 // address of its first instruction
	End   uint64 // address of the next function, after padding
}

// Funcs yields all functions in order of address, and marks of the linker such as
// "go:textfipsstart". A name can come twice: functions called by assembly code or written in it
// have a wrapper of the same name.
func (f *File) Funcs() iter.Seq[Func] {
	return func(yield func(Func) bool) {
		for i := range f.tab.nfunc {
			fn := f.tab.function(i).public()
			if f.failed() || !yield(fn) {
				return
			}
		}
	}
}

// Lookup returns the function of that name, rather itself than a wrapper. It searches all names: to
// look up many, go through Funcs once.
func (f *File) Lookup(name string) (Func, bool) {
	var wrapper Func
	for i := range f.tab.nfunc {
		fn := f.tab.function(i)
		if string(fn.name()) != name {
			continue
		}
		if !fn.isWrapper() {
			return fn.public(), !f.failed()
		}
		wrapper = fn.public()
	}
	return wrapper, wrapper.Name != "" && !f.failed()
}

func (f *File) failed() bool { return f.tab.img.failed.Load() }

// function is an element of the function table.
type function struct {
	t          *table
	entry, end uint64 // addresses
	record     uint64 // offset of runtime._func; 0: it lies outside of the table
}

// Offsets in runtime._func, in bytes, that have kept their place since go1.18. Its last four bytes
// are the mark, two others and the number of function data.
const (
	recordName   = 4
	recordFiles  = 20
	recordLines  = 24
	recordValues = 28
	recordUnit   = 32
)

func (t *table) function(i uint64) function {
	record := t.funcs + uint64(t.img.u32(t.funcs+8*i+4))
	if record+t.layout.record > t.end {
		record = 0
	}
	return function{t: t, entry: t.entry(i), end: t.entry(i + 1), record: record}
}

// entry returns the address at which the function i begins, for i = nfunc that at which the last ends.
func (t *table) entry(i uint64) uint64 { return t.text + uint64(t.img.u32(t.funcs+8*i)) }

// at returns the function whose code is at the address.
func (t *table) at(pc uint64) (function, bool) {
	after := sort.Search(int(t.nfunc)+1, func(i int) bool { return t.entry(uint64(i)) > pc })
	if after == 0 || after == int(t.nfunc)+1 {
		return function{}, false
	}
	return t.function(uint64(after - 1)), true
}

func (fn function) public() Func {
	return Func{Name: string(fn.name()), Entry: fn.entry, End: fn.end}
}

// name returns the function's symbol, to be copied.
func (fn function) name() []byte {
	if fn.record == 0 {
		return nil
	}
	return fn.t.name(uint64(fn.field(recordName)))
}

// name returns the symbol at an offset in the names, to be copied.
func (t *table) name(off uint64) []byte { return t.img.text(t.names+off, t.cus) }

// field returns a number of the record.
func (fn function) field(off uint64) uint32 {
	if fn.record == 0 {
		return 0
	}
	return fn.t.img.u32(fn.record + off)
}

// tail returns the last four bytes of the record.
func (fn function) tail() uint32 { return fn.field(fn.t.layout.record - 4) }

func (fn function) mark() uint8 { return uint8(fn.tail()) }

func (fn function) ndata() uint8 { return uint8(fn.tail() >> 24) }

func (fn function) isWrapper() bool { return fn.t.isWrapper(fn.mark()) }

func (t *table) isWrapper(mark uint8) bool { return t.wrapper != 0 && mark == t.wrapper }

// dataWrapped is which of a function's data tells what it is a wrapper for (internal/abi.FUNCDATA_WrapInfo).
const dataWrapped = 7

// Wrapped returns the entry of the function that the one with the given entry was made for: a go statement
// with arguments starts a function of the compiler's, which calls the one that the statement names. Of others
// it returns the entry itself.
func (f *File) Wrapped(entry uint64) uint64 {
	const none = ^uint32(0)
	fn, ok := f.tab.at(entry)
	if !ok || fn.ndata() <= dataWrapped {
		return entry
	}
	data := fn.field(fn.t.layout.record + 4*(uint64(fn.field(recordValues))+dataWrapped))
	if data == none {
		return entry
	}
	text := f.tab.text + uint64(f.tab.img.u32(f.tab.data+uint64(data)))
	if _, ok = f.tab.at(text); !ok || f.failed() {
		return entry
	}
	return text
}
