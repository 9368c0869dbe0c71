package goevent

import (
	"github.com/cupelgo/cupel/internal/timeline"
)

// decoder puts events together to what each goroutine and each thread did.
type decoder struct {
	inquiry     *timeline.Inquiry // what threads ran; may be nil
	start, last int64
	goroutines  map[int64]*goroutine
	threads     map[int64]*thread
	births      map[uint64]*births // by go statement
	ranges      []timeline.Range
	stopped     map[string]*seen             // the world, or marking: since when
	held        map[int64][]timeline.Stretch // by goroutine, see timeline.Timeline
	blind       int64                        // since when goroutines are not seen; 0: they are
}

// goroutine is a goroutine in the making.
type goroutine struct {
	timeline.Goroutine
	spans []timeline.Span // each lasts until the next one
	on    *thread         // that took it up last
	ended int64           // 0: not seen
}

// thread is what a thread did.
type thread struct {
	g     int64 // that it runs, 0 none
	since int64
	asked *timeline.Thread
}

func newDecoder(inquiry *timeline.Inquiry) *decoder {
	return &decoder{inquiry: inquiry, goroutines: map[int64]*goroutine{}, threads: map[int64]*thread{},
		births: map[uint64]*births{}, stopped: map[string]*seen{}, held: map[int64][]timeline.Stretch{}}
}

func (d *decoder) take(e *seen) {
	if d.start == 0 {
		d.start = e.at
	}
	d.hold(e)
	switch e.kind {
	case Created:
		d.birthsAt(e).created(e)
	case Born:
		d.born(e)
	case Run:
		d.run(e)
	case Parked:
		d.park(e)
	case Yielded:
		d.change(e, timeline.Span{State: timeline.Runnable, Stack: e.stack})
		d.thread(e).leave(e.at)
	case Lost:
		d.change(e, timeline.Span{})
		d.thread(e).leave(e.at)
	case Readied:
		d.ready(e)
	case Entered:
		d.enter(e)
	case Returned:
		d.change(e, timeline.Span{State: timeline.Running})
	case Ended:
		d.end(e)
	case Exiting:
		if g := d.thread(e).g; g != 0 {
			d.goroutine(g).lastStack(e.stack)
		}
	case Stopped, Marking:
		d.stopped[e.key()] = e
	case Started, Marked:
		d.resumed(e)
	case Blind:
		d.blinded(e.at)
	}
}

// hold notes whom it held up that the thread stood still: the goroutine that it ran, and whom the event is
// about.
func (d *decoder) hold(e *seen) {
	if e.held.To <= e.held.From {
		return
	}
	for _, g := range []int64{e.g, e.by, d.thread(e).g} {
		d.held[g] = append(d.held[g], timeline.Stretch{From: e.held.From, To: e.held.To, G: g})
	}
}

func (d *decoder) goroutine(id int64) *goroutine {
	g := d.goroutines[id]
	if g == nil {
		g = &goroutine{Goroutine: timeline.Goroutine{ID: id}}
		d.goroutines[id] = g
	}
	return g
}

func (d *decoder) thread(e *seen) *thread {
	t := d.threads[e.tid]
	if t == nil {
		t = &thread{asked: d.inquiry.Thread(e.tid)}
		d.threads[e.tid] = t
	}
	return t
}

// run lets a thread take up a goroutine. Whatever it ran before had to give way, unless it was seen to
// wait. A goroutine that is back from the kernel and is taken up all the same had no processor to go on.
func (d *decoder) run(e *seen) {
	t, g := d.thread(e), d.goroutine(e.g)
	if t.g != 0 && t.g != e.g {
		d.goroutine(t.g).yield(e.at)
	}
	g.resume(e.at)
	t.take(g, e.at)
}

// blinded ends what is known of goroutines and threads.
func (d *decoder) blinded(at int64) {
	d.blind = at
	for _, t := range d.threads {
		t.leave(at)
	}
}

// yield lets g wait for a turn if it ran.
func (g *goroutine) yield(at int64) {
	if s := g.now(); s != nil && s.State == timeline.Running {
		g.add(timeline.Span{From: at, State: timeline.Runnable})
	}
}

// resume lets g run.
func (g *goroutine) resume(at int64) {
	if s := g.now(); s != nil && s.State == timeline.Running && len(g.spans) > 1 &&
		g.spans[len(g.spans)-2].State == timeline.Syscall {
		s.State = timeline.Runnable
	}
	g.add(timeline.Span{From: at, State: timeline.Running})
}

func (d *decoder) park(e *seen) {
	d.change(e, timeline.Span{State: timeline.Waiting, Reason: e.text, Stack: e.stack})
	d.thread(e).leave(e.at)
}

func (d *decoder) enter(e *seen) {
	d.change(e, timeline.Span{State: timeline.Syscall, Stack: e.stack})
}

func (d *decoder) ready(e *seen) {
	g := d.goroutine(e.g)
	if s := g.now(); s == nil || s.State != timeline.Waiting {
		return // its beginning was not seen
	}
	g.add(timeline.Span{From: e.at, State: timeline.Runnable, Waker: e.by, WakeStack: e.stack})
}

func (d *decoder) end(e *seen) {
	d.goroutine(e.g).ended = e.at
	d.thread(e).leave(e.at)
}

// change lets the goroutine of the event, which runs on its thread, do something else.
func (d *decoder) change(e *seen, s timeline.Span) {
	if e.g == 0 {
		return
	}
	g, t := d.goroutine(e.g), d.thread(e)
	if t.g != e.g { // its beginning was not seen
		t.take(g, e.at)
	}
	g.lastStack(e.stack)
	s.From = e.at
	g.add(s)
}

// lastStack says where g was when it stopped running.
func (g *goroutine) lastStack(s *timeline.Stack) {
	if now := g.now(); now != nil && now.State == timeline.Running && s != nil {
		now.Stack = s
	}
}

// now is what g does at last, nil if that is not known.
func (g *goroutine) now() *timeline.Span {
	if len(g.spans) == 0 {
		return nil
	}
	return &g.spans[len(g.spans)-1]
}

// add begins a span. Its time is later than that of the one before, at least by 1 ns.
func (g *goroutine) add(s timeline.Span) {
	if now := g.now(); now != nil {
		s.From = max(s.From, now.From+1)
	}
	g.spans = append(g.spans, s)
}

// take lets a thread run g, and no other thread any more.
func (t *thread) take(g *goroutine, at int64) {
	if g.on != nil && g.on.g == g.ID {
		g.on.leave(at)
	}
	t.leave(at)
	t.g, t.since, g.on = g.ID, at, t
}

// leave lets a thread run no goroutine.
func (t *thread) leave(at int64) {
	if t.g != 0 && at > t.since {
		t.asked.Ran(t.g, t.since, at)
	}
	t.g = 0
}
