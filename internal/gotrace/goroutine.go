package gotrace

import (
	"math"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// goroutine is a goroutine in the making.
type goroutine struct {
	timeline.Goroutine
	changes
	index     uint32 // in decoder.goroutines, from 1 on; 0 is none
	function  uint32 // a stack that ends in its first function
	createdAt uint32 // the creator's stack
	stated    bool   // it is older than the trace
	system    bool   // it was seen to wait as only goroutines of the runtime do
}

// goroutine returns the goroutine of that id, which is new if it has not been heard of.
func (d *decoder) goroutine(id uint64) *goroutine {
	g := d.goroutineOf.get(id)
	if g == nil {
		g = d.newGoroutine(id)
	}
	return g
}

func (d *decoder) newGoroutine(id uint64) *goroutine {
	if id == 0 || id > math.MaxInt64 {
		d.fail("a goroutine of id %d", id)
		return &goroutine{}
	}
	if len(d.newOnes) == 0 {
		d.newOnes = make([]goroutine, min(max(16, len(d.goroutines)), 1024))
	}
	g := &d.newOnes[0]
	d.newOnes = d.newOnes[1:]
	d.goroutines = append(d.goroutines, g)
	g.ID, g.index = int64(id), uint32(len(d.goroutines))
	d.goroutineOf.set(id, g)
	return g
}

// current returns the goroutine on the thread. Without one the trace is damaged.
func (d *decoder) current(t *thread) *goroutine {
	if t.g == nil {
		d.fail("an event without a goroutine on thread %d", t.id)
		return &goroutine{}
	}
	return t.g
}

func (d *decoder) goCreate(t *thread, ev *event) {
	d.create(t, ev, timeline.Runnable)
}

func (d *decoder) goCreateBlocked(t *thread, ev *event) {
	d.create(t, ev, timeline.Waiting)
}

// create takes in: id, stack of the new one, stack of the creator.
func (d *decoder) create(t *thread, ev *event, s timeline.State) {
	g := d.goroutine(ev.numbers[0])
	g.Created, g.Creator = ev.at, t.goID()
	g.function, g.createdAt = d.stack(ev.numbers[1]), d.stack(ev.numbers[2])
	d.add(g, ev.at, s, firstSegment)
}

// goCreateSyscall takes in: id. The goroutine of a thread of C is created anew with each callback.
func (d *decoder) goCreateSyscall(t *thread, ev *event) {
	g := d.goroutine(ev.numbers[0])
	if g.Created == 0 || ev.at < g.Created {
		g.Created = ev.at
	}
	g.reborn = true
	d.add(g, ev.at, timeline.Syscall, firstSegment)
	t.bind(g, segmentOf(0), ev.at)
}

// goStart takes in: id, sequence number.
func (d *decoder) goStart(t *thread, ev *event) {
	g, in := d.goroutine(ev.numbers[0]), segmentOf(ev.numbers[1])
	d.add(g, ev.at, timeline.Running, in)
	t.bind(g, in, ev.at)
}

func (d *decoder) goDestroy(t *thread, ev *event) {
	d.leave(t, ev.at, none)
}

// goStop takes in: reason, stack.
func (d *decoder) goStop(t *thread, ev *event) {
	d.leave(t, ev.at, timeline.Runnable).Stack = d.stack(ev.numbers[1])
}

// goBlock takes in: reason, stack.
func (d *decoder) goBlock(t *thread, ev *event) {
	reason := d.reason(ev.numbers[0])
	if reason == systemReason {
		d.current(t).system = true
	}
	c := d.leave(t, ev.at, timeline.Waiting)
	c.Reason, c.Stack = reason, d.stack(ev.numbers[1])
}

// goUnblock takes in: id, sequence number, stack of the one that wakes.
func (d *decoder) goUnblock(t *thread, ev *event) {
	g, in := d.goroutine(ev.numbers[0]), segmentOf(ev.numbers[1])
	c := d.add(g, ev.at, timeline.Runnable, in)
	c.By, c.Stack = t.waker(), d.stack(ev.numbers[2])
}

func (d *decoder) goSwitch(t *thread, ev *event) {
	d.switchTo(t, ev, timeline.Waiting)
}

func (d *decoder) goSwitchDestroy(t *thread, ev *event) {
	d.switchTo(t, ev, none)
}

// switchTo takes in: id and sequence number of the goroutine that is woken and runs at once in
// place of the one on the thread, which is in the state s then.
func (d *decoder) switchTo(t *thread, ev *event, s timeline.State) {
	next, in := d.goroutine(ev.numbers[0]), segmentOf(ev.numbers[1])
	d.add(next, ev.at, timeline.Running, in).By = t.waker()
	t.last = ev.at + 1 // later, so that who looks for the waker finds it
	d.leave(t, t.last, s)
	t.bind(next, in, t.last)
}

// goSyscallBegin takes in: sequence number of the processor, stack.
func (d *decoder) goSyscallBegin(t *thread, ev *event) {
	d.add(d.current(t), ev.at, timeline.Syscall, t.segment).Stack = d.stack(ev.numbers[1])
}

func (d *decoder) goSyscallEnd(t *thread, ev *event) {
	d.add(d.current(t), ev.at, timeline.Running, t.segment)
}

func (d *decoder) goSyscallEndBlocked(t *thread, ev *event) {
	d.leave(t, ev.at, timeline.Runnable)
}

// leave takes the goroutine off its thread, and returns the change that this is.
func (d *decoder) leave(t *thread, at int64, s timeline.State) *change {
	c := d.add(d.current(t), at, s, t.segment)
	t.bind(nil, 0, at)
	return c
}

func (d *decoder) goStatus(t *thread, ev *event) {
	d.state(t, ev, 0)
}

func (d *decoder) goStatusStack(t *thread, ev *event) {
	d.state(t, ev, d.stack(ev.numbers[3]))
}

// state takes in: id, thread, state. Each generation repeats the states of all goroutines.
func (d *decoder) state(t *thread, ev *event, stack uint32) {
	g, status := d.goroutine(ev.numbers[0]), ev.numbers[2]
	if status == 0 || status >= uint64(len(statuses)) {
		d.fail("a goroutine of status %d", status)
		return
	}
	if !g.stated && (d.index == 0 || len(g.tail) == 0) {
		g.stated = true
		d.add(g, ev.at, statuses[status], firstSegment).Stack = stack
	}
	switch statuses[status] {
	case timeline.Running:
		t.bind(g, segmentOf(0), ev.at)
	case timeline.Syscall:
		// One that sits in a system call for the whole generation is reported by another thread.
		if other := d.thread(ev.numbers[1]); other == t || other.g == nil {
			other.bind(g, segmentOf(0), ev.at)
		}
	}
}

// mainGoroutine runs runtime.main, a frame that the runtime leaves out of all stacks: what is
// outermost in them is runtime.doInit1 during package init and main.main later.
const mainGoroutine = 1

// entry returns the symbol of the first function of g, "" if it is unknown.
func (d *decoder) entry(g *goroutine) string {
	if symbol := d.stacks[g.function].entry(); symbol != "" {
		return symbol
	}
	if g.ID == mainGoroutine {
		return "runtime.main"
	}
	return d.stacks[g.firstStack()].entry()
}

// ofRuntime reports whether g works for the runtime or the tracer rather than for the program.
func ofRuntime(g *goroutine) bool {
	if g.ID == mainGoroutine {
		return false
	}
	if g.Entry == "" && g.Created == 0 {
		// It did nothing while go1.22 or go1.23 traced it: these report no stacks of such. A program
		// is traced from before its own code, when only the runtime has begun goroutines.
		return true
	}
	for _, own := range []string{"runtime.", "runtime/trace.", "0cupel.", "1cupelrt."} {
		if strings.HasPrefix(g.Entry, own) {
			return true
		}
	}
	return g.system
}
