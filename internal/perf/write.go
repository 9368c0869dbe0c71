package perf

import (
	"io"

	"github.com/cupelgo/cupel/internal/stacktext"
	"github.com/cupelgo/cupel/internal/timeline"
)

const header = "cupel-perf\t1"

// Write writes r with its addresses turned into frames, as lines of fields between tabs, of which
// [Read] knows the order. The function returns the frames of an address in the executable's file,
// innermost first, those of inlined calls too; none for an address that it does not know. Return
// addresses are given less one, so that they lie in the call.
func (r *Recording) Write(w io.Writer, frames func(pc uint64) []timeline.Frame) error {
	p := writer{stacktext.NewWriter(w, header, stacktext.Symbols{Bias: r.Bias, Frames: frames})}
	p.Line("hz", int64(r.Hz))
	p.Line("pid", int64(r.PID))
	p.Line("lost", int64(r.Lost))
	p.Line("throttled", int64(r.Throttled))
	p.Line("replaced", r.Replaced)
	for _, s := range r.Stacks {
		p.stack(s)
	}
	last := int64(0)
	for _, s := range r.Samples {
		p.Line("sample", s.Time-last, int64(s.TID), int64(s.Stack))
		last = s.Time
	}
	last = 0
	for _, s := range r.Switches {
		p.Line(s.kind(), s.Time-last, int64(s.TID))
		last = s.Time
	}
	p.Line("end")
	return p.Flush()
}

func (s Switch) kind() string {
	switch {
	case s.Preempted:
		return "preempted"
	case s.Out:
		return "out"
	}
	return "in"
}

// writer turns addresses into frames.
type writer struct{ *stacktext.Writer }

// stack writes the frames of s that were not written yet, then s.
func (p writer) stack(s Stack) {
	ids := make([]int64, 0, 2*len(s.PCs))
	for i, pc := range s.PCs {
		if i == 1 && p.hidden(s) {
			ids = append(ids, p.Address(s.Beside-1)...)
		}
		if i > 0 {
			pc--
		}
		ids = append(ids, p.Address(pc)...)
	}
	if len(s.PCs) == 1 && p.hidden(s) {
		ids = append(ids, p.Address(s.Beside-1)...)
	}
	p.Stack(ids)
}

// hidden reports whether the innermost function of s hides its caller.
func (p writer) hidden(s Stack) bool {
	return s.Beside != 0 && p.Function(s.PCs[0]) != "" && p.Function(s.PCs[0]) == p.Function(s.Callee)
}
