package stacktext

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

const (
	maxLine  = 1 << 20 // bytes; longer than any path and symbol that Go accepts
	maxDepth = 1 << 12 // frames of a stack; the kernel gives 127 addresses unless set otherwise

	maxDigits = 20 // of 64 bits

	frameBlock = 64  // frames that share a piece of memory
	stackBlock = 32  // stacks that do
	depthBlock = 512 // frames of stacks that do
	usualDepth = 64  // frames of a stack; a deeper one may need more memory
)

// Read reads what a Writer wrote, which begins with header and ends with a line "end": a text that ends
// early is an error. It hands the kind and the fields of each other line to visit, but frames and stacks.
// Kinds that visit does not know are those of a later version.
func Read(text, header string, visit func(kind string, f *Fields)) error {
	first, _, _ := strings.Cut(text, "\n")
	if first != header {
		return fmt.Errorf("%q is not %q", shortened(first), header)
	}
	f := &Fields{text: text}
	complete := false
	for n, line := 2, len(first)+1; line < len(text); n++ {
		switch kind := f.kind(line); kind {
		case "end":
			complete = true
		case "frame":
			f.frame()
		case "stack":
			f.stack()
		default:
			visit(kind, f)
		}
		end := f.lineEnd()
		if end-line >= maxLine {
			return fmt.Errorf("line %d: too long", n)
		}
		if f.err != nil {
			return fmt.Errorf("line %d: %w", n, f.err)
		}
		line = end + 1
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
	text string // of all lines
	at   int    // in text: where the last field ends that was read
	err  error

	frames []*[frameBlock]timeline.StackFrame // by number, which stay where they are
	stacks []*[stackBlock]timeline.Stack      // by number
	framed int                                // frames so far
	known  int                                // stacks so far
	spare  []*timeline.StackFrame             // memory for the frames of more stacks
}

// kind returns the first field of the line that begins there, which is short.
func (f *Fields) kind(begin int) string {
	text, end := f.text, begin
	for end < len(text) && text[end] != '\t' && text[end] != '\n' {
		end++
	}
	f.at = end
	return text[begin:end]
}

// more reports whether the line has a further field.
func (f *Fields) more() bool { return f.at < len(f.text) && f.text[f.at] == '\t' }

// lineEnd returns where the line ends, mostly behind the last field that was read.
func (f *Fields) lineEnd() int {
	if f.at < len(f.text) && f.text[f.at] == '\n' {
		return f.at
	}
	if n := strings.IndexByte(f.text[f.at:], '\n'); n >= 0 {
		return f.at + n
	}
	return len(f.text)
}

// Left returns how many bytes follow the last field that was read.
func (f *Fields) Left() int { return len(f.text) - f.at }

var errTooFew = errors.New("too few fields")

// Text returns the next field.
func (f *Fields) Text() string {
	if !f.more() {
		f.Fail(errTooFew)
		return ""
	}
	begin := f.at + 1
	text := f.text[begin:]
	if n := strings.IndexByte(text, '\t'); n >= 0 {
		text = text[:n]
	}
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		text = text[:n]
	}
	f.at = begin + len(text)
	return text
}

// Number reads a whole number from 0 to limit. Most of a file is numbers.
func (f *Fields) Number(limit uint64) uint64 {
	if !f.more() {
		return f.longNumber(limit)
	}
	var n uint64
	text, begin := f.text, f.at+1
	end := begin
	for ; end < len(text); end++ {
		digit := uint64(text[end]) - '0'
		if digit > 9 {
			break
		}
		n = 10*n + digit
	}
	ends := end == len(text) || text[end] == '\t' || text[end] == '\n'
	if digits := end - begin; !ends || digits == 0 || digits >= maxDigits || n > limit {
		return f.longNumber(limit)
	}
	f.at = end
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
	if i >= uint64(f.known) {
		f.Fail(errors.New("a stack that was not given"))
		return nil
	}
	return f.stackOf(i)
}

// MaybeStack reads the number of a stack counted from 1 on and returns it, nil for 0.
func (f *Fields) MaybeStack() *timeline.Stack {
	i := f.Number(math.MaxInt32)
	if i > uint64(f.known) {
		f.Fail(errors.New("a stack that was not given"))
	}
	if i == 0 || f.err != nil {
		return nil
	}
	return f.stackOf(i - 1)
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
	if f.framed%frameBlock == 0 {
		f.frames = append(f.frames, new([frameBlock]timeline.StackFrame))
	}
	to := f.frameOf(f.framed)
	f.framed++
	to.PC, to.Line = f.Number(math.MaxUint64), int(f.Number(math.MaxInt32))
	to.Func, to.File = f.Text(), f.Text()
}

// frameOf returns the frame of that number.
func (f *Fields) frameOf(number int) *timeline.StackFrame {
	return &f.frames[number/frameBlock][number%frameBlock]
}

// stack reads a stack, which is the numbers of frames.
func (f *Fields) stack() {
	if cap(f.spare) < usualDepth {
		f.spare = make([]*timeline.StackFrame, 0, depthBlock)
	}
	frames := f.spare
	if !f.more() {
		f.Fail(errTooFew)
		return
	}
	for f.more() {
		if len(frames) == maxDepth {
			f.Fail(fmt.Errorf("a stack of more than %d frames", maxDepth))
			return
		}
		number, ok := f.frameNumber()
		if !ok {
			return
		}
		frames = append(frames, f.frameOf(number))
	}
	if f.known%stackBlock == 0 {
		f.stacks = append(f.stacks, new([stackBlock]timeline.Stack))
	}
	f.stackOf(uint64(f.known)).SetFrames(slices.Clip(frames))
	f.known++
	f.spare = frames[len(frames):]
}

// frameNumber reads the number of a frame that is known by now, as nearly all numbers of a file are, from the next field,
// which is there.
func (f *Fields) frameNumber() (number int, ok bool) {
	text, end := f.text, f.at+1
	for end < len(text) && text[end]-'0' <= 9 && number < f.framed {
		number = 10*number + int(text[end]-'0')
		end++
	}
	digits, ends := end-f.at-1, end == len(text) || text[end] == '\t' || text[end] == '\n'
	if ends && digits > 0 && digits < maxDigits && number < f.framed {
		f.at = end
		return number, true
	}
	f.Number(math.MaxInt32)
	f.Fail(errors.New("a frame that was not given"))
	return 0, false
}

// stackOf returns the stack of that number.
func (f *Fields) stackOf(number uint64) *timeline.Stack {
	return &f.stacks[number/stackBlock][number%stackBlock]
}
