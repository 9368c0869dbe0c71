package gotrace

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// A mark is the beginning or the end of a range.
type mark struct {
	at    int64
	what  rangeKind
	ends  bool
	name  uint8  // index in decoder.reasons: of a stop, why
	stack uint32 // index in decoder.stacks
	scope int64  // of the same kind and scope there is one range at a time
	g     int64  // that it belongs to, 0 for the process
}

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

// mark notes a mark of the goroutine on the thread.
func (d *decoder) mark(t *thread, m mark) {
	m.scope = d.current(t).ID
	m.g = m.scope
	d.marks = append(d.marks, m)
}

// stwBegin takes in: why, stack.
func (d *decoder) stwBegin(t *thread, ev *event) {
	d.mark(t, mark{at: ev.at, what: stopTheWorld, name: d.reason(ev.numbers[0]), stack: d.stack(ev.numbers[1])})
}

func (d *decoder) stwEnd(t *thread, ev *event) {
	d.mark(t, mark{at: ev.at, what: stopTheWorld, ends: true})
}

// assistBegin takes in: stack.
func (d *decoder) assistBegin(t *thread, ev *event) {
	d.mark(t, mark{at: ev.at, what: markAssist, stack: d.stack(ev.numbers[0])})
}

func (d *decoder) assistEnd(t *thread, ev *event) {
	d.mark(t, mark{at: ev.at, what: markAssist, ends: true})
}

// assistActive takes in: id of the goroutine. Each generation repeats what goes on.
func (d *decoder) assistActive(_ *thread, ev *event) {
	id := int64(ev.numbers[0])
	d.marks = append(d.marks, mark{at: ev.at, what: markAssist, scope: id, g: id})
}

// gcBegin takes in: sequence number, stack.
func (d *decoder) gcBegin(_ *thread, ev *event) {
	d.marks = append(d.marks, mark{at: ev.at, what: markPhase, stack: d.stack(ev.numbers[1])})
}

func (d *decoder) gcActive(_ *thread, ev *event) {
	d.marks = append(d.marks, mark{at: ev.at, what: markPhase})
}

func (d *decoder) gcEnd(_ *thread, ev *event) {
	d.marks = append(d.marks, mark{at: ev.at, what: markPhase, ends: true})
}

// sweepBegin takes in: stack.
func (d *decoder) sweepBegin(t *thread, ev *event) {
	d.marks = append(d.marks, mark{at: ev.at, what: sweep, scope: int64(t.id), g: t.goID(),
		stack: d.stack(ev.numbers[0])})
}

// sweepActive takes in: the processor, which is that of the thread.
func (d *decoder) sweepActive(t *thread, ev *event) {
	d.marks = append(d.marks, mark{at: ev.at, what: sweep, scope: int64(t.id), g: t.goID()})
}

func (d *decoder) sweepEnd(t *thread, ev *event) {
	d.marks = append(d.marks, mark{at: ev.at, what: sweep, scope: int64(t.id), g: t.goID(), ends: true})
}

// ranges puts the marks together. What began before the trace begins with it, and what goes on at
// its end ends with it.
func (d *decoder) ranges() []timeline.Range {
	slices.SortStableFunc(d.marks, func(x, y mark) int {
		return cmp.Or(cmp.Compare(x.what, y.what), cmp.Compare(x.scope, y.scope), cmp.Compare(x.at, y.at))
	})
	all := make([]timeline.Range, 0, len(d.marks)/2)
	for rest := d.marks; len(rest) > 0; {
		begin, end, n := d.nextRange(rest)
		rest = rest[n:]
		all = append(all, timeline.Range{From: begin.at, To: end, Name: d.rangeName(&begin), G: begin.g,
			Stack: d.stackAt(begin.stack)})
	}
	slices.SortFunc(all, func(x, y timeline.Range) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To),
			cmp.Compare(x.Name, y.Name), cmp.Compare(x.G, y.G))
	})
	return all
}

// nextRange takes the first range off marks: how it begins, when it ends and the marks it consists of.
func (d *decoder) nextRange(marks []mark) (begin mark, end int64, n int) {
	begin = marks[0]
	if begin.ends {
		begin.at = d.start
	}
	for i, m := range marks {
		switch {
		case m.what != begin.what || m.scope != begin.scope:
			return begin, d.end, i
		case m.ends:
			return begin, m.at, i + 1
		}
	}
	return begin, d.end, len(marks)
}

func (d *decoder) rangeName(m *mark) string {
	name := rangeNames[m.what]
	if m.what == stopTheWorld && !m.ends {
		name += " (" + d.reasons[m.name] + ")"
	}
	return name
}
