package goevent

import (
	"fmt"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/stacktext"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Read makes a timeline of what [Recording.Write] wrote. A text that ends early is an error.
// It answers the questions of the inquiry, which may be nil.
func Read(text string, inquiry *timeline.Inquiry) (*timeline.Timeline, error) {
	d := newDecoder(inquiry)
	if err := stacktext.Read(text, header, d.line); err != nil {
		inquiry.Reset()
		return nil, fmt.Errorf("reading events: %w", err)
	}
	return d.timeline(), nil
}

// seen is an event as read.
type seen struct {
	at        int64
	kind      Kind
	tid       int64
	g, by     int64
	stack     *timeline.Stack
	statement uint64
	held      timeline.Stretch // when the thread stood still to be looked at
	text      string           // why, or the first function
}

// line takes one record.
func (d *decoder) line(kind string, f *stacktext.Fields) {
	i := slices.Index(kinds[1:], kind)
	if i < 0 {
		return
	}
	e := seen{kind: Kind(i + 1)}
	e.at = d.last + int64(f.Number(uint64(math.MaxInt64-1-d.last)))
	e.tid = int64(f.Number(math.MaxInt32))
	e.g, e.by = int64(f.Number(math.MaxInt64)), int64(f.Number(math.MaxInt64))
	e.stack, e.statement = f.MaybeStack(), f.Number(math.MaxUint64)
	e.held.From = e.at - int64(f.Number(uint64(e.at)))
	e.held.To = e.at + int64(f.Number(uint64(math.MaxInt64-e.at)))
	e.text = f.Text()
	if f.Err() == nil {
		d.last = e.at
		d.take(&e)
	}
}
