package gobin

import (
	"encoding/binary"
	"iter"
)

// Words of the module data (runtime.moduledata) that have kept their place since go1.18. Each of
// the tables is a slice of three words.
const (
	wordHeader = 0  // address of the function table
	wordTables = 1  // names, cus, files, values, funcs, funcs again
	wordMinPC  = 20 // entry of the first function; then the end of the last one
	wordText   = 22 // runtime.text, runtime.etext
	wordRest   = 36 // from here on places differ
	moduleSize = 54 // words that are read
)

// complete adds to the table what only the module data tell, and an error if none fit it.
func (o *object) complete(t *table) error {
	header := binary.LittleEndian.AppendUint64(nil, t.start)
	written := o.find(header, ".go.module", ".noptrdata", ".data")
	for _, places := range []iter.Seq[uint64]{written, o.references(t.start)} {
		for addr := range places {
			if words := o.words(addr, moduleSize); words != nil && t.describedBy(words) {
				return o.adopt(t, words)
			}
		}
	}
	return unsupported("no module data that fit the function table")
}

// describedBy reports whether the module data name the same tables as the header does.
func (t *table) describedBy(words []uint64) bool {
	for i, table := range []uint64{t.names, t.cus, t.files, t.values, t.funcs, t.funcs} {
		slice := words[wordTables+3*i:]
		if slice[0]-t.start != table-t.begin || slice[1] != slice[2] {
			return false
		}
	}
	return words[wordTables+3*5+1] == t.nfunc+1
}

// adopt takes over where code and function data begin, if that agrees with the function table.
func (o *object) adopt(t *table, words []uint64) error {
	t.text = words[wordText]
	if !o.holdsCode(t, words) {
		return unsupported("module data whose code lies elsewhere than the function table's")
	}
	end, err := o.sections(t.text, words)
	if err != nil {
		return err
	}
	for _, addr := range []uint64{words[end-2], words[end-1]} { // from go1.26 on, before it
		if _, off, ok := o.locate(addr); ok && t.fits(off) {
			t.data = off
			return t.findMarks()
		}
	}
	return unsupported("module data without function data")
}

// holdsCode checks what the runtime itself checks at start (moduledataverify1): the first and the
// last function begin and end where the module data say; and that this is executable.
func (o *object) holdsCode(t *table, words []uint64) bool {
	low, high := t.entry(0), t.entry(t.nfunc)
	s, _, ok := o.locate(low)
	return ok && s.code && high > low && high-s.addr <= s.size &&
		low == words[wordMinPC] && high == words[wordMinPC+1] &&
		(t.entry0 == 0 || t.entry0 == t.text)
}

// sections finds the word at which the list of code sections begins (textsectmap, a slice of
// {offset, end, address}); the words before it are what is wanted of the rest. Code in more than
// one section, as for very large programs of some architectures, is refused.
func (o *object) sections(text uint64, words []uint64) (int, error) {
	for i := wordRest + 2; i+2 < len(words); i++ {
		n := words[i+1]
		if n == 0 || n != words[i+2] || n > 1<<10 {
			continue
		}
		if first := o.words(words[i], 3); first == nil || first[0] != 0 || first[2] != text {
			continue
		}
		if n > 1 {
			return 0, unsupported("a program whose code is split into sections")
		}
		return i, nil
	}
	return 0, unsupported("module data of unknown layout")
}

// fits reports whether the inline trees of the first functions that have one make sense if the
// function data begin at off. The first call of a tree whose name is the first of all proves
// nothing: so zeros look.
func (t *table) fits(off uint64) bool {
	const enough = 32
	trial := *t
	trial.data = off
	proofs, trees := 0, false
	for i := uint64(0); i < t.nfunc && proofs < enough; i++ {
		fn := trial.function(i)
		tree, ok := fn.inlineTree()
		if !ok {
			continue
		}
		trees = true
		call := fn.call(tree, 0)
		if !t.isName(call.name) || call.parent < fn.entry || call.parent >= fn.end {
			return false
		}
		if call.name != 0 {
			proofs++
		}
	}
	return proofs > 0 || !trees
}

// isName reports whether a symbol begins at an offset in the names.
func (t *table) isName(off uint64) bool {
	return off == 0 || off < t.cus-t.names && t.img.u32(t.names+off-1)&0xff == 0
}

// findMarks learns from functions that every program has, and that lie near the beginning, whether
// names can be read, and the mark of wrappers: in every version the one after systemstack_switch.
func (t *table) findMarks() error {
	found := false
	for i := uint64(0); i < t.nfunc && (!found || t.wrapper == 0); i++ {
		fn := t.function(i)
		switch string(fn.name()) {
		case "runtime.main":
			found = true
		case "runtime.systemstack_switch":
			t.wrapper = fn.mark() + 1
		}
	}
	if !found {
		return unsupported("a program without runtime.main, perhaps obfuscated or linked with a shared library")
	}
	return nil
}
