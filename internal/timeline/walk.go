package timeline

import (
	"math"
	"slices"
	"sort"
	"strings"
)

const minTime = math.MinInt64

// Walk returns the critical path of what goroutine g had reached at the instant to, back to the
// instant from. The pieces are in order of time and add up to to - from exactly; there are none
// unless from < to.
//
// The path goes backwards. While a goroutine ran, it was on the path. When it had been woken by
// another goroutine, the path goes on in the waker, for that one held it up; a wait that a timer or
// the network ended is on the path itself. At its beginning a goroutine was held up by its creator.
// A wait that the runtime or the tracer ended stays with the waiter, apart from what these worked
// meanwhile.
func (t *Timeline) Walk(g, from, to int64) Path {
	w := &walker{t: t, g: g, from: from, at: to, cut: minTime,
		collector: newCollector(t.Ranges), samples: byGoroutine(t.Samples)}
	if start := t.Goroutines[g]; start != nil {
		spans := start.Spans()
		w.path.reserve(spanBefore(spans, to, -1) - spanBefore(spans, from, -1))
	}
	for w.at > w.from {
		w.step()
	}
	return w.path.pieces()
}

// walker is the state of a walk: it stands in goroutine g at the instant at.
//
// It always ends: each step goes back in time, or to a creator older than its child.
type walker struct {
	t         *Timeline
	collector *collector
	samples   map[int64][]Sample

	g    int64
	last int // index of the span of g that was added last: the wanted one is often beside it
	at   int64
	from int64 // where the walk ends

	wait    *Wait  // the innermost wait around at
	cut     int64  // the latest beginning below at of the waits around it
	waiter  int64  // the goroutine that was last left for its waker; 0 none
	stack   *Stack // of g at the instant at, if the walk jumped here
	spawned int64  // the goroutine g created at the instant at, if the walk came from there

	path prepender
}

// step adds the piece before w.at, or moves to another goroutine.
func (w *walker) step() {
	g := w.t.Goroutines[w.g]
	if g == nil {
		w.add(w.from, Piece{})
		return
	}
	spans := g.Spans()
	i := spanBefore(spans, w.at, w.last-1)
	w.last = i
	switch {
	case i < 0:
		w.beginning(g)
	case spans[i].To < w.at:
		w.add(spans[i].To, Piece{})
	default:
		w.addSpan(g, i, spans[i].From)
		if spans[i].State == Runnable && w.at == spans[i].From && i > 0 {
			w.followWaker(g, &spans[i-1], &spans[i])
		}
	}
}

// beginning goes on from before the first span of g.
func (w *walker) beginning(g *Goroutine) {
	creator := w.t.Goroutines[g.Creator]
	switch {
	case g.Created == 0:
		w.add(w.from, Piece{Kind: TracerStart})
	case g.Created < w.at:
		w.add(g.Created, Piece{})
	case creator != nil && creator.Created < g.Created:
		w.jump(g.Creator, g.CreatedAt)
		w.spawned = g.ID
	case creator == nil && w.waiter != 0:
		w.backToWaiter() // a timer made g: what it was set for is known by who waited
	default:
		w.add(w.from, Piece{})
	}
}

// followWaker goes from the instant at which g, having slept, was woken to the goroutine that woke
// it, if that is where the path leads.
func (w *walker) followWaker(g *Goroutine, slept, woken *Span) {
	waker := w.t.Goroutines[woken.Waker]
	if slept.State != Waiting || waker == nil || waker == g || !endedByWaker(slept, woken) {
		return
	}
	w.enter(&Wait{G: g.ID, From: slept.From, To: slept.To, Reason: slept.Reason, Stack: slept.Stack})
	w.jump(waker.ID, woken.WakeStack)
	if waker.Runtime {
		w.addWork(waker, slept.From)
		w.backToWaiter()
	}
}

// endedByWaker reports whether the waker is what the wait was for. Timers and the network poller
// are served by whichever goroutine passes by, such as the one that restarts a stopped world.
func endedByWaker(slept, woken *Span) bool {
	switch slept.Reason {
	case "sleep":
		return false
	case "network":
		// Only closing the connection or setting its deadline ends it from outside.
		return strings.HasPrefix(woken.WakeStack.caller(), "internal/poll.")
	}
	return true
}

// addWork adds what g did until the instant at, back to where it idled, but not before begin.
func (w *walker) addWork(g *Goroutine, begin int64) {
	spans := g.Spans()
	for i := spanBefore(spans, w.at, -1); i >= 0 && w.at > max(begin, w.from); i-- {
		if spans[i].To < w.at || spans[i].State == Waiting {
			return
		}
		w.addSpan(g, i, max(begin, spans[i].From))
	}
}

// backToWaiter returns to the goroutine that was last left for its waker, and adds what remains
// of its wait.
func (w *walker) backToWaiter() {
	woke := w.t.Goroutines[w.g]
	wait := w.wait
	w.jump(w.waiter, nil)
	w.waiter = 0
	if wait == nil || wait.G != w.g {
		return // it had not begun to wait by then
	}
	w.wait = wait.Outer
	w.recut()
	p := Piece{State: Waiting, Kind: Program, Reason: wait.Reason, Stack: wait.Stack}
	if worksForGC(woke) {
		p.Kind = GC
	}
	w.add(wait.From, p)
}

// enter puts wait around the pieces that follow.
func (w *walker) enter(wait *Wait) {
	wait.Outer = w.wait
	w.wait = wait
	w.waiter = wait.G
	w.recut()
}

// recut drops the innermost waits that had not begun at the instant at, and finds out which of
// the others begins last.
func (w *walker) recut() {
	for w.wait != nil && w.wait.From >= w.at {
		w.wait = w.wait.Outer
	}
	w.cut = minTime
	for o := w.wait; o != nil; o = o.Outer {
		if o.From < w.at {
			w.cut = max(w.cut, o.From)
		}
	}
}

// jump moves to goroutine g, whose stack at that instant is stack.
func (w *walker) jump(g int64, stack *Stack) {
	w.g, w.stack, w.spawned = g, stack, 0
}

// addSpan adds the part from begin to the instant at of span i of g.
func (w *walker) addSpan(g *Goroutine, i int, begin int64) {
	spans := g.Spans()
	s := &spans[i]
	p := Piece{State: s.State, Kind: Program, Reason: s.Reason, Stack: s.Stack}
	switch {
	case s.State == Runnable:
		p.Stack = stackBefore(spans, i)
		if i > 0 && spans[i-1].State == Waiting {
			p.Reason = spans[i-1].Reason
		}
	case s.State == Running:
		p.Before = stackBefore(spans, i)
		if w.stack != nil {
			p.Stack = w.stack
		}
	}
	if waitsForGC(s.Reason) || s.State != Waiting && worksForGC(g) {
		p.Kind = GC
	}
	w.add(begin, p)
}

// add puts [begin, at] on the path as pieces like p, cut where a wait around them begins and where
// the garbage collector comes and goes. It moves the walk to begin, or to its end if that is later.
func (w *walker) add(begin int64, p Piece) {
	begin = max(begin, w.from)
	for w.at > begin {
		q := w.path.prepend(&p)
		q.G, q.To, q.wait = w.g, w.at, w.wait
		q.Spawned, w.spawned = w.spawned, 0
		q.From = max(begin, w.cut, w.attribute(q))
		q.Samples = w.sampled(q)
		w.at = q.From
		if w.at <= w.cut {
			w.recut()
		}
	}
	w.stack = nil
}

// attribute books p to the collector if it held up the goroutine just before p.To, and returns the
// instant down to which the booking is right.
func (w *walker) attribute(p *Piece) int64 {
	if p.Kind != Program || p.State != Running && p.State != Runnable {
		return minTime
	}
	held, stack, edge := w.collector.before(p.G, p.To)
	if held {
		p.Kind = GC
		if stack != nil {
			p.Stack = stack
		}
	}
	return edge
}

// sampled returns the CPU samples of p.
func (w *walker) sampled(p *Piece) []Sample {
	rest := w.samples[p.G]
	if len(rest) == 0 || p.State != Running && p.State != Syscall {
		return nil
	}
	rest = rest[firstSample(rest, p.From):]
	return slices.Clip(rest[:firstSample(rest, p.To)])
}

// firstSample returns the index of the first sample at or after the instant at.
func firstSample(samples []Sample, at int64) int {
	return sort.Search(len(samples), func(i int) bool { return samples[i].Time >= at })
}

func byGoroutine(samples []Sample) map[int64][]Sample {
	all := map[int64][]Sample{}
	for _, s := range samples {
		all[s.G] = append(all[s.G], s)
	}
	return all
}

// prepender is a path that grows at its beginning.
type prepender struct {
	room  Path
	first int // index in room of the first piece
}

// reserve makes room for at least n more pieces.
func (r *prepender) reserve(n int) {
	r.first = max(n, 0) + 32
	r.room = append(make(Path, r.first, r.first+len(r.room)), r.room...)
}

// prepend puts a copy of p before the others and returns it.
func (r *prepender) prepend(p *Piece) *Piece {
	if r.first == 0 {
		r.reserve(len(r.room))
	}
	r.first--
	r.room[r.first] = *p
	return &r.room[r.first]
}

func (r *prepender) pieces() Path { return r.room[r.first:] }
