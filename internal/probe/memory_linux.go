package probe

import (
	"encoding/binary"
	"slices"

	"github.com/cupelgo/cupel/internal/bpf"
)

// stackBytes is how much of a stack is read at once. Frame pointers lead further.
const stackBytes = 4096

// goroutine is what is read of a runtime.g.
type goroutine struct {
	id, parent       int64
	statement, entry uint64
	pc, frame        uint64 // where it was left for the scheduler's stack, and the frame pointer there
}

// goroutine reads the runtime.g at an address. Without one, its id is 0.
func (w *Watch) goroutine(addr uint64) goroutine {
	var b [sizeG]byte
	if addr == 0 || w.process.Read(b[:], addr) < len(b) {
		return goroutine{}
	}
	word := func(off uint64) uint64 { return binary.LittleEndian.Uint64(b[off:]) }
	g := goroutine{id: int64(word(w.layout.goid)), statement: word(w.layout.statement), entry: word(w.layout.entry), pc: word(offsetPC), frame: word(w.layout.frame)}
	if w.layout.parent != 0 {
		g.parent = int64(word(w.layout.parent))
	}
	return g
}

// current reads the goroutine that the thread runs whose scheduler's goroutine is at the address.
func (w *Watch) current(g0 uint64) goroutine {
	return w.goroutine(w.word(w.word(g0+offsetM) + w.layout.curg))
}

// word reads a word, 0 if there is none.
func (w *Watch) word(addr uint64) uint64 {
	var b [8]byte
	if w.process.Read(b[:], addr) < len(b) {
		return 0
	}
	return binary.LittleEndian.Uint64(b[:])
}

// stackOf returns the stack of a goroutine that was left for the scheduler's stack; pcs come before what its
// frame pointer leads to.
func (w *Watch) stackOf(g goroutine, pcs ...uint64) []uint64 {
	if g.id == 0 || g.frame == 0 {
		return nil
	}
	m := w.window(g.frame)
	return m.walk(pcs, g.frame)
}

// number returns the number of a stack, from 1 on; 0 if it is empty.
func (w *Watch) number(pcs []uint64) int32 {
	if len(pcs) == 0 {
		return 0
	}
	key := make([]byte, 0, 8*len(pcs))
	for _, pc := range pcs {
		key = binary.LittleEndian.AppendUint64(key, pc)
	}
	if n, known := w.stacks[string(key)]; known {
		return n
	}
	w.Events.Stacks = append(w.Events.Stacks, slices.Clone(pcs))
	n := int32(len(w.Events.Stacks))
	w.stacks[string(key)] = n
	return n
}

// window is a part of the process's memory that has been read.
type window struct {
	begin  uint64
	size   uint64
	memory []byte
	read   func(b []byte, addr uint64) int
}

// window returns the memory from an address on.
func (w *Watch) window(addr uint64) *window {
	m := &window{memory: w.memory[:], read: w.process.Read}
	m.load(addr)
	return m
}

func (m *window) load(addr uint64) {
	m.begin, m.size = addr, uint64(max(0, m.read(m.memory, addr)))
}

// word reads a word, wherever a register that is no pointer may lead. Outside of what has been read it reads on from there.
func (m *window) word(addr uint64) uint64 {
	if m.size < 8 || addr-m.begin > m.size-8 {
		m.load(addr)
	}
	if m.size < 8 {
		return 0
	}
	return binary.LittleEndian.Uint64(m.memory[addr-m.begin:])
}

// walk appends the return addresses along the chain of frame pointers. A frame pointer leads upwards: what
// does not is none.
func (m *window) walk(pcs []uint64, fp uint64) []uint64 {
	for fp != 0 && len(pcs) < bpf.MostFrames {
		next, pc := m.word(fp), m.word(fp+8)
		if pc == 0 {
			break
		}
		pcs = append(pcs, pc)
		if next <= fp {
			break
		}
		fp = next
	}
	return pcs
}
