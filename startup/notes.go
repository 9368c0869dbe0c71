package startup

import "github.com/cupelgo/cupel/internal/timeline"

// stackNotes are what the frames of a stack told: a path asks for it again and again.
type stackNotes struct {
	signs   sign
	syscall class                  // see classOfSyscall; classNone until it is asked for
	namer   *namer                 // of own; nil until that is asked for
	own     []*timeline.StackFrame // see userFrames
}

// frameNotes are what a frame told, which many stacks share.
type frameNotes struct {
	signs    sign
	namer    *namer // of standard; nil until that is asked for
	standard bool
}

// noted returns the notes on a stack that is known.
func noted(st *timeline.Stack) *stackNotes {
	if n, ok := st.Notes.(*stackNotes); ok {
		return n
	}
	n := new(stackNotes)
	for _, f := range st.Frames() {
		n.signs |= notedFrame(f).signs
	}
	st.Notes = n
	return n
}

func notedFrame(f *timeline.StackFrame) *frameNotes {
	if n, ok := f.Notes.(*frameNotes); ok {
		return n
	}
	n := &frameNotes{signs: signsOf(f.Func)}
	f.Notes = n
	return n
}

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
	var out []*timeline.StackFrame
	frames := st.Frames()
	for i := len(frames) - 1; i >= 0; i-- {
		if n.ofStandard(frames[i]) {
			continue
		}
		if out == nil {
			out = make([]*timeline.StackFrame, 0, i+1)
		}
		out = append(out, frames[i])
	}
	return out
}

// ofStandard is standard for the function of a frame.
func (n *namer) ofStandard(f *timeline.StackFrame) bool {
	notes := notedFrame(f)
	if notes.namer != n {
		notes.namer, notes.standard = n, n.standard(f.Func)
	}
	return notes.standard
}
