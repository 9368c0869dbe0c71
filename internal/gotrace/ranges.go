package gotrace

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// A rangeKind is a kind of ranges.
type rangeKind uint8

const (
	stopTheWorld rangeKind = iota // in the scope of a goroutine
	markPhase                     // of the process
	sweep                         // of a thread, which does nothing else until it is done
	markAssist                    // of a goroutine
)

var rangeNames = [...]string{
	stopTheWorld: "stop-the-world",
	markPhase:    "GC concurrent mark phase",
	sweep:        "GC incremental sweep",
	markAssist:   "GC mark assist",
}

// A mark is the beginning or the end of a range.
type mark struct {
	at         int64
	scope      int64 // of the same kind and scope there is one range at a time
	g          int64 // that it belongs to, 0 for the process
	stack      uint32
	segment    segment // of what the thread did in the generation
	generation uint16
	what       rangeKind
	ends       bool
	name       uint8 // index in decoder.reasons: of a stop, why; else 0
}

// span is a range that is over.
type span struct {
	mark // the beginning
	to   int64
}

// begin notes that a range begins, or that it goes on, which each generation repeats.
func (d *decoder) begin(t *thread, ev *event, m mark) {
	m.at, m.segment, m.generation = ev.at, t.segment, d.index
	d.marks = append(d.marks, m)
}

// end notes that a range ends. Mostly it does so in the segment of the goroutine in which it began,
// and then nothing can have come between.
func (d *decoder) end(t *thread, ev *event, m mark) {
	m.at, m.segment, m.generation, m.ends = ev.at, t.segment, d.index, true
	if n := len(d.marks) - 1; n >= 0 && m.sameSegment(&d.marks[n]) {
		d.over = append(d.over, span{d.marks[n], m.at})
		d.marks = d.marks[:n]
		return
	}
	d.marks = append(d.marks, m)
}

func (m *mark) sameSegment(begin *mark) bool {
	return !begin.ends && begin.what == m.what && begin.scope == m.scope && begin.segment == m.segment &&
		begin.generation == m.generation && m.what != markPhase
}

func (d *decoder) ofGoroutine(t *thread, what rangeKind) mark {
	id := d.current(t).ID
	return mark{what: what, scope: id, g: id}
}

func ofThread(t *thread, what rangeKind) mark {
	return mark{what: what, scope: int64(t.id), g: t.goID()}
}

// stwBegin takes in: why, stack.
func (d *decoder) stwBegin(t *thread, ev *event) {
	m := d.ofGoroutine(t, stopTheWorld)
	m.name, m.stack = d.reason(ev.numbers[0]), d.stack(ev.numbers[1])
	d.begin(t, ev, m)
}

func (d *decoder) stwEnd(t *thread, ev *event) {
	d.end(t, ev, d.ofGoroutine(t, stopTheWorld))
}

// gcBegin takes in: sequence number, stack.
func (d *decoder) gcBegin(t *thread, ev *event) {
	d.begin(t, ev, mark{what: markPhase, stack: d.stack(ev.numbers[1])})
}

func (d *decoder) gcActive(t *thread, ev *event) {
	d.begin(t, ev, mark{what: markPhase})
}

func (d *decoder) gcEnd(t *thread, ev *event) {
	d.end(t, ev, mark{what: markPhase})
}

// sweepBegin takes in: stack.
func (d *decoder) sweepBegin(t *thread, ev *event) {
	m := ofThread(t, sweep)
	m.stack = d.stack(ev.numbers[0])
	d.begin(t, ev, m)
}

// sweepActive takes in: the processor, which is that of the thread.
func (d *decoder) sweepActive(t *thread, ev *event) {
	d.begin(t, ev, ofThread(t, sweep))
}

func (d *decoder) sweepEnd(t *thread, ev *event) {
	d.end(t, ev, ofThread(t, sweep))
}

// assistBegin takes in: stack.
func (d *decoder) assistBegin(t *thread, ev *event) {
	m := d.ofGoroutine(t, markAssist)
	m.stack = d.stack(ev.numbers[0])
	d.begin(t, ev, m)
}

// assistActive takes in: id of the goroutine.
func (d *decoder) assistActive(t *thread, ev *event) {
	id := int64(ev.numbers[0])
	d.begin(t, ev, mark{what: markAssist, scope: id, g: id})
}

func (d *decoder) assistEnd(t *thread, ev *event) {
	d.end(t, ev, d.ofGoroutine(t, markAssist))
}

// ranges returns all ranges. What began before the trace begins with it, and what goes on at its
// end ends with it.
func (d *decoder) ranges() []timeline.Range {
	d.pair()
	slices.SortFunc(d.over, compareSpans)
	all := make([]timeline.Range, 0, len(d.over))
	for i := range d.over {
		s := &d.over[i]
		all = append(all, timeline.Range{From: s.at, To: s.to, Name: d.rangeName(s), G: s.g,
			Stack: d.stackAt(s.stack)})
	}
	return all
}

// pair puts the marks together that did not come one right after the other.
func (d *decoder) pair() {
	slices.SortFunc(d.marks, compareMarks)
	for rest := d.marks; len(rest) > 0; {
		s, n := d.firstSpan(rest)
		rest = rest[n:]
		d.over = append(d.over, s)
	}
}

func compareMarks(x, y mark) int {
	switch {
	case x.what != y.what:
		return cmp.Compare(x.what, y.what)
	case x.scope != y.scope:
		return cmp.Compare(x.scope, y.scope)
	}
	return cmp.Compare(x.at, y.at)
}

// firstSpan takes the first range off marks: the range and the number of marks it consists of.
func (d *decoder) firstSpan(marks []mark) (s span, n int) {
	s = span{marks[0], d.last}
	if s.ends {
		s.at = d.start
	}
	for i, m := range marks {
		switch {
		case m.what != s.what || m.scope != s.scope:
			return s, i
		case m.ends:
			s.to = m.at
			return s, i + 1
		}
	}
	return s, len(marks)
}

func (d *decoder) rangeName(s *span) string {
	name := rangeNames[s.what]
	if s.name != 0 {
		name += " (" + d.reasons[s.name] + ")"
	}
	return name
}

func compareSpans(x, y span) int {
	switch {
	case x.at != y.at:
		return cmp.Compare(x.at, y.at)
	case x.to != y.to:
		return cmp.Compare(x.to, y.to)
	}
	return cmp.Or(cmp.Compare(x.what, y.what), cmp.Compare(x.g, y.g))
}
