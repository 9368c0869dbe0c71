package goevent

import (
	"io"

	"github.com/cupelgo/cupel/internal/stacktext"
	"github.com/cupelgo/cupel/internal/timeline"
)

const header = "cupel-goevent\t1"

// Write writes r with its addresses turned into frames. The function returns the frames of an address in
// the executable's file, innermost first; none for an address that it does not know.
func (r *Recording) Write(w io.Writer, frames func(pc uint64) []timeline.Frame) error {
	p := writer{stacktext.NewWriter(w, header, stacktext.Symbols{Bias: r.Bias, Frames: frames})}
	p.Line("pid", int64(r.PID))
	for _, s := range r.Stacks {
		p.stack(s)
	}
	last := int64(0)
	for i := range r.Events {
		p.event(&r.Events[i], last)
		last = r.Events[i].Time
	}
	p.Line("end")
	return p.Flush()
}

type writer struct{ *stacktext.Writer }

func (p writer) event(e *Event, last int64) {
	fields := []int64{e.Time - last, int64(e.TID), e.G, e.By, int64(e.Stack), int64(e.Statement), e.Before, e.After}
	text := e.Reason
	if e.Kind == Born {
		text = p.Function(e.Entry)
	}
	p.Text(kinds[e.Kind], text, fields...)
}

// stack writes the frames of s that were not written yet, then s. A return address is that of the next
// instruction.
func (p writer) stack(s []uint64) {
	ids := make([]int64, 0, 2*len(s))
	for _, pc := range s {
		ids = append(ids, p.Address(pc-1)...)
	}
	p.Stack(ids)
}
