package timeline

import (
	"slices"
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

// Stack is a call stack. A timeline holds one *Stack for each stack that its source tells apart,
// so equal pointers mean equal stacks; the same frames may recur under another pointer.
//
// A Stack is safe for concurrent use, and a nil *Stack is an unknown stack without frames.
type Stack struct {
	once   sync.Once
	load   func() []Frame // nil: the frames are known
	frames []Frame
}

// NewStack returns the stack of the given frames, innermost first.
func NewStack(frames ...Frame) *Stack {
	return &Stack{frames: frames}
}

// LazyStack returns a stack whose frames are looked up when they are first asked for: most of
// the stacks of a trace are never looked at.
func LazyStack(frames func() []Frame) *Stack {
	return &Stack{load: frames}
}

// Frames returns the frames of s, innermost first. The caller must not modify them.
func (s *Stack) Frames() []Frame {
	if s == nil {
		return nil
	}
	s.once.Do(func() {
		if s.load != nil {
			s.frames, s.load = s.load(), nil
		}
	})
	return s.frames
}

// Has reports whether the function of that full symbol is on the stack.
func (s *Stack) Has(symbol string) bool {
	frames := s.Frames()
	for i := range frames {
		if frames[i].Func == symbol {
			return true
		}
	}
	return false
}

// Equal reports whether s and o have the same frames.
func (s *Stack) Equal(o *Stack) bool {
	return s == o || slices.Equal(s.Frames(), o.Frames())
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
