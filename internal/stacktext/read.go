package stacktext

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"

	"github.com/cupelgo/cupel/internal/timeline"
)

const (
	maxLine  = 1 << 20 // bytes; longer than any path and symbol that Go accepts
	maxDepth = 1 << 12 // frames of a stack; the kernel gives 127 addresses unless set otherwise

	maxDigits = 20 // of 64 bits
)

// Read reads what a Writer wrote, which begins with header and ends with a line "end": a file that ends
// early is an error. It hands the kind and the fields of each other line to visit, but frames and stacks.
// Kinds that visit does not know are those of a later version.
func Read(r io.Reader, header string, visit func(kind string, f *Fields)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	if !lines.Scan() || string(lines.Bytes()) != header {
		return fmt.Errorf("%q is not %q", lines.Text(), header)
	}
	t, complete := &tables{}, false
	for n := 2; lines.Scan(); n++ {
		kind, rest, _ := bytes.Cut(lines.Bytes(), []byte("\t"))
		f := &Fields{rest: rest, tables: t}
		switch string(kind) {
		case "end":
			complete = true
		case "frame":
			f.frame()
		case "stack":
			f.stack()
		default:
			visit(string(kind), f)
		}
		if f.err != nil {
			return fmt.Errorf("line %d: %w", n, f.err)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if !complete {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// tables are the frames and stacks so far, by number.
type tables struct {
	frames []timeline.Frame
	stacks []*timeline.Stack
}

// Fields hands out the fields of a line and keeps the first error.
type Fields struct {
	rest   []byte // nil: no field is left
	err    error
	tables *tables
}

// Text returns the next field. It is valid until the next line.
func (f *Fields) Text() []byte {
	if f.rest == nil {
		f.Fail(errors.New("too few fields"))
		return nil
	}
	text, rest, more := bytes.Cut(f.rest, []byte("\t"))
	if f.rest = rest; !more {
		f.rest = nil
	}
	return text
}

// Number reads a whole number from 0 to limit. Most of a file is numbers.
func (f *Fields) Number(limit uint64) uint64 {
	text := f.Text()
	if len(text) == 0 || len(text) > maxDigits {
		f.Fail(fmt.Errorf("%q is not a number", text))
		return 0
	}
	var n uint64
	for _, c := range text {
		digit := uint64(c - '0')
		high, low := bits.Mul64(n, 10)
		if n = low + digit; digit > 9 || high != 0 || n < low || n > limit {
			f.Fail(fmt.Errorf("%q is not a number up to %d", text, limit))
			return 0
		}
	}
	return n
}

// Stack reads the number of a stack and returns it.
func (f *Fields) Stack() *timeline.Stack {
	i := f.Number(math.MaxInt32)
	if i >= uint64(len(f.tables.stacks)) {
		f.Fail(errors.New("a stack that was not given"))
		return nil
	}
	return f.tables.stacks[i]
}

// MaybeStack reads the number of a stack counted from 1 on and returns it, nil for 0.
func (f *Fields) MaybeStack() *timeline.Stack {
	i := f.Number(math.MaxInt32)
	if i > uint64(len(f.tables.stacks)) {
		f.Fail(errors.New("a stack that was not given"))
	}
	if i == 0 || f.err != nil {
		return nil
	}
	return f.tables.stacks[i-1]
}

// Fail makes err the error of the line if it is the first.
func (f *Fields) Fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

// Err returns the first error.
func (f *Fields) Err() error { return f.err }

func (f *Fields) frame() {
	pc, line := f.Number(math.MaxUint64), int(f.Number(math.MaxInt32))
	name, file := f.Text(), f.Text()
	f.tables.frames = append(f.tables.frames,
		timeline.Frame{Func: string(name), File: string(file), Line: line, PC: pc})
}

// stack keeps the numbers of its frames, each known by now, until they are asked for.
func (f *Fields) stack() {
	n := bytes.Count(f.rest, []byte("\t")) + 1
	if n > maxDepth {
		f.Fail(fmt.Errorf("a stack of more than %d frames", maxDepth))
		return
	}
	ids := make([]int32, n)
	for i := range ids {
		ids[i] = int32(f.Number(math.MaxInt32))
		if int(ids[i]) >= len(f.tables.frames) {
			f.Fail(errors.New("a frame that was not given"))
		}
	}
	if f.err != nil {
		return
	}
	all := f.tables.frames // grows; what is there stays
	f.tables.stacks = append(f.tables.stacks, timeline.LazyStack(func() []timeline.Frame {
		frames := make([]timeline.Frame, len(ids))
		for i, id := range ids {
			frames[i] = all[id]
		}
		return frames
	}))
}
