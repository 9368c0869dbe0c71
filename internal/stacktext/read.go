package stacktext

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

const (
	maxLine  = 1 << 20 // bytes; longer than any path and symbol that Go accepts
	maxDepth = 1 << 12 // frames of a stack; the kernel gives 127 addresses unless set otherwise

	maxDigits = 20 // of 64 bits
)

// Read reads what a Writer wrote, which begins with header and ends with a line "end": a text that ends
// early is an error. It hands the kind and the fields of each other line to visit, but frames and stacks.
// Kinds that visit does not know are those of a later version.
func Read(text, header string, visit func(kind string, f *Fields)) error {
	first, rest, _ := strings.Cut(text, "\n")
	if first != header {
		return fmt.Errorf("%q is not %q", shortened(first), header)
	}
	f := &Fields{}
	complete := false
	for n := 2; rest != ""; n++ {
		var line, kind string
		if line, rest, _ = strings.Cut(rest, "\n"); len(line) >= maxLine {
			return fmt.Errorf("line %d: too long", n)
		}
		kind, f.rest, f.more = strings.Cut(line, "\t")
		switch kind {
		case "end":
			complete = true
		case "frame":
			f.frame()
		case "stack":
			f.stack()
		default:
			visit(kind, f)
		}
		if f.err != nil {
			return fmt.Errorf("line %d: %w", n, f.err)
		}
	}
	if !complete {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// shortened returns the beginning of a text that may be anything.
func shortened(text string) string { return text[:min(len(text), 80)] }

// Fields hands out the fields of a line and keeps the first error.
type Fields struct {
	rest string
	more bool // rest is a field or several
	err  error

	frames []*timeline.StackFrame // so far, by number
	stacks []*timeline.Stack
	ids    []int32 // of the frames of all stacks
}

// Text returns the next field.
func (f *Fields) Text() string {
	if !f.more {
		f.Fail(errors.New("too few fields"))
		return ""
	}
	var text string
	text, f.rest, f.more = strings.Cut(f.rest, "\t")
	return text
}

// Number reads a whole number from 0 to limit. Most of a file is numbers.
func (f *Fields) Number(limit uint64) uint64 {
	var n uint64
	i := 0
	for ; i < len(f.rest) && i < maxDigits-1; i++ { // what fits in any case
		digit := uint64(f.rest[i] - '0')
		if digit > 9 {
			break
		}
		n = 10*n + digit
	}
	switch {
	case i == 0 || n > limit || i < len(f.rest) && f.rest[i] != '\t':
		return f.longNumber(limit)
	case i == len(f.rest):
		f.rest, f.more = "", false
	default:
		f.rest = f.rest[i+1:]
	}
	return n
}

// longNumber reads a number of any length, and says what is wrong with what is none.
func (f *Fields) longNumber(limit uint64) uint64 {
	text := f.Text()
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > limit || len(text) > maxDigits {
		f.Fail(fmt.Errorf("%q is not a number up to %d", shortened(text), limit))
		return 0
	}
	return n
}

// Stack reads the number of a stack and returns it.
func (f *Fields) Stack() *timeline.Stack {
	i := f.Number(math.MaxInt32)
	if i >= uint64(len(f.stacks)) {
		f.Fail(errors.New("a stack that was not given"))
		return nil
	}
	return f.stacks[i]
}

// MaybeStack reads the number of a stack counted from 1 on and returns it, nil for 0.
func (f *Fields) MaybeStack() *timeline.Stack {
	i := f.Number(math.MaxInt32)
	if i > uint64(len(f.stacks)) {
		f.Fail(errors.New("a stack that was not given"))
	}
	if i == 0 || f.err != nil {
		return nil
	}
	return f.stacks[i-1]
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
	f.frames = append(f.frames, &timeline.StackFrame{Frame: timeline.Frame{PC: pc, Line: line, Func: f.Text(), File: f.Text()}})
}

// stack keeps the numbers of its frames, each known by now, until they are asked for.
func (f *Fields) stack() {
	begin := len(f.ids)
	for first := true; first || f.more; first = false {
		id := f.Number(math.MaxInt32)
		if id >= uint64(len(f.frames)) {
			f.Fail(errors.New("a frame that was not given"))
		}
		f.ids = append(f.ids, int32(id))
	}
	ids := f.ids[begin:]
	if len(ids) > maxDepth {
		f.Fail(fmt.Errorf("a stack of more than %d frames", maxDepth))
	}
	if f.err != nil {
		return
	}
	all := f.frames // grows; what is there stays
	f.stacks = append(f.stacks, timeline.LazyStack(func() []*timeline.StackFrame {
		frames := make([]*timeline.StackFrame, len(ids))
		for i, id := range ids {
			frames[i] = all[id]
		}
		return frames
	}))
}
