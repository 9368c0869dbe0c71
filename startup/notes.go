package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// stackNotes are what the frames of a stack told, for a path asks for it again and again; and what who goes through many
// slices notes on their stacks, in place of a map. One goroutine at a time may use them.
type stackNotes struct {
	signs   sign // of all frames, see signsOn
	signed  bool // signs are known
	found   bool // what search found
	search  *search
	bundle  *bundle                // the last one that was made for it
	scales  *scales                // on which it was weighed last, see heaviestStack
	ns      int64                  // its weight there
	syscall class                  // see classOfSyscall; classNone until it is asked for
	namer   *namer                 // of own; nil until that is asked for
	own     []*timeline.StackFrame // see userFrames
}

// scales are those on which the stacks of a group are weighed, once.
type scales struct{ most int64 } // ns of the heaviest so far

// noted returns the notes on a stack that is known.
func noted(st *timeline.Stack) *stackNotes {
	if n, ok := st.Notes.(*stackNotes); ok {
		return n
	}
	n := new(stackNotes)
	st.Notes = n
	return n
}

// signsOn returns the signs of a stack that is known.
func signsOn(st *timeline.Stack) sign {
	n := noted(st)
	if !n.signed {
		n.signed = true
		for _, f := range st.Frames() {
			n.signs |= signsIn(f)
		}
	}
	return n.signs
}

// A search is for a function on stacks.
type search struct{ symbol string }

// on reports whether the function is on a stack.
func (q *search) on(st *timeline.Stack) bool {
	if st == nil {
		return false
	}
	n := noted(st)
	if n.search != q {
		n.search, n.found = q, st.Has(q.symbol)
	}
	return n.found
}

// Bits of the notes on a frame beside the signs of signOf.
const (
	bitSigned   sign = 1 << (63 - iota) // the signs are known
	bitStandard                         // see ofStandard
	inC                                 // a sign that the beginning of a symbol does not tell, see isInC

	mostSigns = 64 - iota
)

// signsIn returns the signs of a frame.
func signsIn(f *timeline.StackFrame) sign {
	if f.Notes.Bits == 0 {
		all := bitSigned | signsOf(f.Func)
		if isInC(f.Func) {
			all |= inC
		}
		f.Notes.Bits = uint64(all)
	}
	return sign(f.Notes.Bits)
}

// frameBlock is how many frames that userFrames returns share a piece of memory.
const frameBlock = 256

// userFrames returns the frames outside the standard library, outermost first.
func (n *namer) userFrames(st *timeline.Stack) []*timeline.StackFrame {
	if st == nil {
		return nil
	}
	notes := noted(st)
	if notes.namer != n {
		notes.namer, notes.own = n, n.findUserFrames(st)
	}
	return notes.own
}

func (n *namer) findUserFrames(st *timeline.Stack) []*timeline.StackFrame {
	frames := st.Frames()
	if cap(n.spare) < len(frames) {
		n.spare = make([]*timeline.StackFrame, 0, max(len(frames), frameBlock))
	}
	out := n.spare
	for _, f := range slices.Backward(frames) {
		if !n.ofStandard(f) {
			out = append(out, f)
		}
	}
	n.spare = out[len(out):]
	return slices.Clip(out)
}

// ofStandard is standard for the function of a frame.
func (n *namer) ofStandard(f *timeline.StackFrame) bool {
	if f.Notes.By != n {
		all := signsIn(f) &^ bitStandard
		if all&inC != 0 || n.inStandard(f.Func) {
			all |= bitStandard
		}
		f.Notes = timeline.FrameNotes{Bits: uint64(all), By: n}
	}
	return sign(f.Notes.Bits)&bitStandard != 0
}
