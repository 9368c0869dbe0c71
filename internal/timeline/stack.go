package timeline

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Frame is one line of a stack, as the program's symbol table names it.
type Frame struct {
	Func string // full symbol, e.g. "example.com/a/b.(*T).Run.func1"
	File string
	Line int
	PC   uint64
}

// StackFrame is a frame as the stacks of a source share it: mostly there is one for each line.
type StackFrame struct {
	Frame
	Notes FrameNotes
}

// FrameNotes are for who reads the timeline to keep what a frame told, which many stacks share. They are zero at first.
type FrameNotes struct {
	Bits uint64
	By   any // who found what not everybody would
}

// String returns function, file and line.
func (f *StackFrame) String() string { return f.Func + " " + f.File + ":" + strconv.Itoa(f.Line) }

// Stack is a call stack. A timeline holds one *Stack for each stack that its source tells apart,
// so equal pointers mean equal stacks; the same frames may recur under another pointer.
//
// The frames of a Stack may be asked for concurrently, and a nil *Stack is an unknown stack without frames.
type Stack struct {
	Notes any // for who reads the timeline to keep what the frames told; nil at first

	frames []*StackFrame

	once   sync.Once // of asking source
	number uint32
	source StackSource // nil: the frames were given
}

// A StackSource knows the frames of stacks, innermost first. It may be asked concurrently.
type StackSource interface {
	Frames(number uint32) []*StackFrame
}

// NewStack returns the stack of the given frames, innermost first.
func NewStack(frames ...Frame) *Stack {
	all := make([]*StackFrame, len(frames))
	for i, f := range frames {
		all[i] = &StackFrame{Frame: f}
	}
	return &Stack{frames: all}
}

// SetFrames says what the frames of s are, innermost first.
func (s *Stack) SetFrames(frames []*StackFrame) { s.frames = frames }

// SetLazy says where to look up the frames of s when they are first asked for: most of the stacks of a trace are never
// looked at.
func (s *Stack) SetLazy(source StackSource, number uint32) {
	s.source, s.number = source, number
}

// Frames returns the frames of s, innermost first. The caller must not modify them.
func (s *Stack) Frames() []*StackFrame {
	if s == nil {
		return nil
	}
	if s.source != nil {
		s.once.Do(func() { s.frames = s.source.Frames(s.number) })
	}
	return s.frames
}

// Has reports whether the function of that full symbol is on the stack.
func (s *Stack) Has(symbol string) bool {
	for _, f := range s.Frames() {
		if f.Func == symbol {
			return true
		}
	}
	return false
}

// Equal reports whether s and o have the same frames.
func (s *Stack) Equal(o *Stack) bool {
	same := func(a, b *StackFrame) bool { return a == b || a.Frame == b.Frame }
	return s == o || slices.EqualFunc(s.Frames(), o.Frames(), same)
}

// caller returns the symbol of the innermost frame outside package runtime, "" if there is none.
func (s *Stack) caller() string {
	for _, f := range s.Frames() {
		if !strings.HasPrefix(f.Func, "runtime.") {
			return f.Func
		}
	}
	return ""
}
