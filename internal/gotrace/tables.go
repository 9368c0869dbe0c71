package gotrace

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/cupelgo/cupel/internal/timeline"
)

// table maps the small numbers that a trace gives to things. What is not in it is the zero value.
// Numbers of limit or more, which only a hostile trace has, must not make it big.
type table[T any] struct {
	limit  uint64
	dense  []T
	sparse map[uint64]T
}

func (t *table[T]) get(id uint64) T {
	if id < uint64(len(t.dense)) {
		return t.dense[id]
	}
	return t.sparse[id]
}

func (t *table[T]) set(id uint64, v T) {
	if id >= t.limit {
		if t.sparse == nil {
			t.sparse = map[uint64]T{}
		}
		t.sparse[id] = v
		return
	}
	if n := uint64(len(t.dense)); id >= n {
		t.dense = append(t.dense, make([]T, id+1-n)...)
	}
	t.dense[id] = v
}

// reserve makes room for about n more things.
func (t *table[T]) reserve(n int) { t.dense = slices.Grow(t.dense, n) }

// Entries of tables have about so many bytes.
const (
	usualString = 40
	usualStack  = 80
)

// frameBits is the logarithm of how many frames a generation remembers.
const frameBits = 9

// usualFrames is for how many different frames there is memory at a time, and for how many of stacks.
const usualFrames = 64

// generation is a part of a trace, about a second long, that has tables of its own.
type generation struct {
	number  uint64
	batches []batch
	tick    float64 // nanoseconds in a unit of time
	strings table[string]
	stacks  table[uint32] // indexes in decoder.stacks
	reasons [256]uint8    // by string: the index in decoder.reasons, 0 not looked up yet

	lock   sync.Mutex                           // of what follows: stacks are decoded concurrently
	frames [1 << frameBits]*timeline.StackFrame // by a hash of the program counter: the one made last
	spare  []timeline.StackFrame                // memory for more of them
	memory []*timeline.StackFrame               // memory for the frames of more stacks
}

var errTable = errors.New("damaged table")

// readTables takes in what the generation has besides the events of threads.
func (d *decoder) readTables(g *generation) error {
	size := uint64(0)
	for i := range g.batches {
		size += uint64(len(g.batches[i].data))
	}
	*g = generation{number: g.number, batches: g.batches} // it may have been read before
	g.strings.limit, g.stacks.limit = size, size          // an entry has several bytes
	for i := range g.batches {
		b := &g.batches[i]
		var err error
		switch {
		case b.holds(evStrings):
			err = g.addStrings(b)
		case b.holds(evStacks):
			err = d.addStacks(g, b)
		case b.holds(evFrequency), b.holds(evSync):
			err = g.setTick(b)
		}
		if err != nil {
			return err
		}
	}
	if g.tick == 0 {
		return errors.New("no frequency in its generation")
	}
	return nil
}

func (g *generation) addStrings(b *batch) error {
	all := string(b.data)
	g.strings.reserve(len(b.data) / usualString)
	for c := (cursor{data: b.data, at: 1}); c.more(); {
		id, from, to, ok := cutString(&c)
		if !ok {
			return errTable
		}
		g.strings.set(id, all[from:to])
	}
	return nil
}

// cutString takes one entry off a string table: where the string begins and ends.
func cutString(c *cursor) (id uint64, from, to int, ok bool) {
	if c.byte() != evString {
		return 0, 0, 0, false
	}
	id = c.number()
	size := c.number()
	if c.bad || size > uint64(len(c.data)-c.at) {
		return 0, 0, 0, false
	}
	from = c.at
	c.at += int(size)
	return id, from, c.at, true
}

// stack is where the number of frames of a stack and then the frames begin in the trace.
type stack struct {
	generation *generation
	data       []byte
}

func (d *decoder) addStacks(g *generation, b *batch) error {
	g.stacks.reserve(len(b.data) / usualStack)
	d.stacks = slices.Grow(d.stacks, len(b.data)/usualStack)
	for c := (cursor{data: b.data, at: 1}); c.more(); {
		if c.byte() != evStack {
			return errTable
		}
		id, from := c.number(), c.at
		n := c.number()
		if n > maxFrames {
			return fmt.Errorf("stack of %d frames", n)
		}
		if c.skip(4 * int(n)); c.bad {
			return errTable
		}
		g.stacks.set(id, uint32(len(d.stacks)))
		d.stacks = append(d.stacks, stack{g, b.data[from:c.at:c.at]})
	}
	return nil
}

// frames decodes a stack.
func (s stack) frames() []*timeline.StackFrame {
	c := cursor{data: s.data}
	n := int(c.number())
	g := s.generation
	g.lock.Lock()
	defer g.lock.Unlock()
	if len(g.memory) < n {
		g.memory = make([]*timeline.StackFrame, max(n, usualFrames))
	}
	all := g.memory[:n:n]
	g.memory = g.memory[n:]
	for i := range all {
		pc, fn, file := c.number(), g.strings.get(c.number()), g.strings.get(c.number())
		all[i] = g.frame(timeline.Frame{PC: pc, Func: fn, File: file, Line: int(c.number())})
	}
	return all
}

// frame returns the frame that stacks share, as far as it is remembered.
func (g *generation) frame(f timeline.Frame) *timeline.StackFrame {
	const golden = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio, which spreads what is near each other
	last := &g.frames[f.PC*golden>>(64-frameBits)]
	if *last != nil && (*last).Frame == f {
		return *last
	}
	if len(g.spare) == 0 {
		g.spare = make([]timeline.StackFrame, usualFrames)
	}
	made := &g.spare[0]
	g.spare = g.spare[1:]
	made.Frame = f
	*last = made
	return made
}

// entry returns the outermost function, "" if it is unknown.
func (s stack) entry() string {
	c := cursor{data: s.data}
	n := int(c.number())
	if n == 0 || n >= maxFrames {
		return ""
	}
	c.skip(4*(n-1) + 1)
	return s.generation.strings.get(c.number())
}

// setTick reads what a second is.
func (g *generation) setTick(b *batch) error {
	c := cursor{data: b.data}
	if b.data[0] == evSync {
		c.at++
	}
	for c.more() {
		switch c.byte() {
		case evFrequency:
			g.tick = 1 / (float64(c.number()) / 1e9)
		case evSnapshot:
			c.skip(4)
		default:
			return errTable
		}
	}
	if c.bad || g.tick > 1e9 {
		return errors.New("frequency of 0")
	}
	return nil
}

// time converts an instant, or a duration, in units of the trace to nanoseconds.
func (g *generation) time(units uint64) int64 {
	return int64(float64(units) * g.tick)
}

// readSamples takes in the CPU samples of a generation.
func (d *decoder) readSamples(g *generation, b *batch) error {
	for c := (cursor{data: b.data, at: 1}); c.more(); {
		if c.byte() != evSample {
			return errTable
		}
		at := g.time(c.number())
		c.skip(2) // thread, processor
		goroutine := c.number()
		stack := d.stack(c.number())
		if c.bad || at < 0 || at > maxTime {
			return errTable
		}
		d.last = max(d.last, at)
		d.samples = append(d.samples, sample{at: at, g: goroutine, stack: stack})
	}
	return d.damage
}
