package timeline

import (
	"math"
	"slices"
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
	var path Path
	t.WalkBack(g, from, to, func(p *Piece) { path = append(path, *p) })
	slices.Reverse(path)
	return path
}

// WalkBack hands the pieces that Walk returns to visit, the last one first. A path can have as many
// pieces as the trace has events: who needs less of a piece than all of it saves keeping them. The
// piece is valid until visit returns.
func (t *Timeline) WalkBack(g, from, to int64, visit func(*Piece)) {
	w := &walker{t: t, from: from, at: to, cut: minTime, lives: map[int64]*life{},
		collector: newCollector(t.Ranges), samplesOf: byGoroutine(t.Samples), visit: visit}
	w.jump(g, nil)
	for w.at > w.from {
		w.step()
	}
}

// walker is the state of a walk: it stands in a goroutine at the instant at.
//
// It always ends: each step goes back in time, or to a creator older than its child.
type walker struct {
	t         *Timeline
	collector *collector
	samplesOf map[int64][]Sample
	lives     map[int64]*life // of the goroutines that the walk came to

	*life
	left *life // where the walk was before
	at   int64
	from int64 // where the walk ends

	wait    *Wait  // the innermost wait around at
	waits   []Wait // storage of them
	cut     int64  // the latest beginning below at of the waits around it
	waiter  int64  // the goroutine that was last left for its waker; 0 none
	stack   *Stack // of the goroutine at the instant at, if the walk jumped here
	spawned int64  // the goroutine that this one created at the instant at, if the walk came from there

	piece Piece // the one being visited
	visit func(*Piece)
}

// jump moves to goroutine g, whose stack at that instant is stack.
func (w *walker) jump(g int64, stack *Stack) {
	w.life, w.left = w.lifeOf(g), w.life
	w.stack, w.spawned = stack, 0
}

// lifeOf returns what is known of goroutine g. Mostly the walk goes to and fro between two.
func (w *walker) lifeOf(g int64) *life {
	if w.left != nil && w.left.id == g {
		return w.left
	}
	l := w.lives[g]
	if l == nil {
		l = w.newLife(g)
		w.lives[g] = l
	}
	return l
}

// step adds the piece before w.at, or moves to another goroutine.
func (w *walker) step() {
	if w.known == nil {
		w.add(w.from, Piece{})
		return
	}
	i := w.back(w.at)
	switch {
	case i < 0:
		w.beginning(w.known)
	case w.To(i) < w.at:
		w.add(w.To(i), Piece{})
	case w.State(i) == 0:
		w.add(w.From(i), Piece{})
	default:
		w.addSpan(i, w.From(i))
		if w.Changes[i].By != 0 && w.at == w.From(i) && i > 0 && w.State(i-1) == Waiting {
			w.followWaker(i)
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

// followWaker goes from the instant at which the goroutine was woken by change i, having slept, to the one
// that woke it, if that is where the path leads.
func (w *walker) followWaker(i int) {
	waker, slept := w.Waker(i), w.From(i-1)
	if waker == 0 || waker == w.id || !w.endedByWaker(i-1) || w.lifeOf(waker).known == nil {
		return
	}
	w.enter(Wait{G: w.id, From: slept, To: w.at, Reason: w.Reason(i - 1), Stack: w.Stack(i - 1)})
	w.jump(waker, w.WakeStack(i))
	if w.known.Runtime {
		w.addWork(slept)
		w.backToWaiter()
	}
}

// endedByWaker reports whether the waker is what wait i was for. Timers and the network poller
// are served by whichever goroutine passes by, such as the one that restarts a stopped world.
func (h *History) endedByWaker(i int) bool {
	switch h.Reason(i) {
	case "sleep":
		return false
	case "network":
		// Only closing the connection or setting its deadline ends it from outside.
		return strings.HasPrefix(h.WakeStack(i+1).caller(), "internal/poll.")
	}
	return true
}

// addWork adds what the goroutine did until the instant at, back to where it idled, but not before
// begin.
func (w *walker) addWork(begin int64) {
	for i := w.back(w.at); i >= 0 && w.at > max(begin, w.from); i-- {
		if w.To(i) < w.at || w.State(i) == Waiting || w.State(i) == 0 {
			return
		}
		w.addSpan(i, max(begin, w.From(i)))
	}
}

// backToWaiter returns to the goroutine that was last left for its waker, and adds what remains
// of its wait.
func (w *walker) backToWaiter() {
	woke, wait := w.life, w.wait
	w.jump(w.waiter, nil)
	w.waiter = 0
	if wait == nil || wait.G != w.id {
		return // it had not begun to wait by then
	}
	w.wait = wait.Outer
	w.recut()
	p := Piece{State: Waiting, Kind: Program, Reason: wait.Reason, Stack: wait.Stack}
	if woke.forGC {
		p.Kind = GC
	}
	w.add(wait.From, p)
}

// enter puts wait around the pieces that follow.
func (w *walker) enter(wait Wait) {
	wait.Outer = w.wait
	if len(w.waits) == cap(w.waits) {
		w.waits = make([]Wait, 0, min(1024, 8+2*cap(w.waits))) // the full ones live on in the path
	}
	w.waits = append(w.waits, wait)
	w.wait = &w.waits[len(w.waits)-1]
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

// addSpan adds the part from begin to the instant at of what change i of the goroutine began.
func (w *walker) addSpan(i int, begin int64) {
	p := &w.piece
	p.State, p.Kind, p.Reason, p.Before = w.State(i), Program, "", nil
	switch p.State {
	case Runnable:
		p.Stack = w.lastStack(i)
		if i > 0 {
			p.Reason = w.Reason(i - 1)
		}
	case Running:
		p.Before = w.lastStack(i)
		if p.Stack = w.stack; p.Stack == nil {
			p.Stack = w.Stack(i)
		}
	default:
		p.Reason, p.Stack = w.Reason(i), w.Stack(i)
	}
	if p.State == Waiting && waitsForGC(p.Reason) || p.State != Waiting && w.forGC {
		p.Kind = GC
	}
	w.addPiece(begin)
}

// add puts [begin, at] on the path as pieces like p.
func (w *walker) add(begin int64, p Piece) {
	w.piece = p
	w.addPiece(begin)
}

// addPiece puts [begin, at] on the path as pieces like w.piece, cut where a wait around them begins and where
// the garbage collector comes and goes. It moves the walk to begin, or to its end if that is later.
func (w *walker) addPiece(begin int64) {
	begin = max(begin, w.from)
	p := &w.piece
	for kind, stack := p.Kind, p.Stack; w.at > begin; p.Kind, p.Stack = kind, stack {
		p.G, p.To, p.Wait = w.id, w.at, w.wait
		p.Spawned, w.spawned = w.spawned, 0
		p.From = max(begin, w.cut, w.attribute(p))
		p.Samples = w.sampled(p)
		w.at = p.From
		if w.at <= w.cut {
			w.recut()
		}
		w.visit(p)
	}
	w.stack = nil
}

// attribute books p to the collector if it held up the goroutine just before p.To, and returns the
// instant down to which the booking is right.
func (w *walker) attribute(p *Piece) int64 {
	if p.Kind != Program || p.State != Running && p.State != Runnable {
		return minTime
	}
	held, stack, edge := w.collector.before(w.life, p.To)
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
	rest := w.samples
	for len(rest) > 0 && rest[len(rest)-1].Time >= p.To {
		rest = rest[:len(rest)-1]
	}
	w.samples = rest
	if p.State != Running && p.State != Syscall {
		return nil
	}
	first := len(rest)
	for first > 0 && rest[first-1].Time >= p.From {
		first--
	}
	if first == len(rest) {
		return nil
	}
	return slices.Clip(rest[first:])
}

func byGoroutine(samples []Sample) map[int64][]Sample {
	number := map[int64]int{}
	eachRun(samples, func(g int64, run []Sample) { number[g] += len(run) })
	all := make(map[int64][]Sample, len(number))
	memory := make([]Sample, len(samples))
	for g, n := range number {
		all[g], memory = memory[:0:n], memory[n:]
	}
	eachRun(samples, func(g int64, run []Sample) { all[g] = append(all[g], run...) })
	return all
}

// eachRun visits the samples of one goroutine after another, as long as they follow one another.
func eachRun(samples []Sample, visit func(g int64, run []Sample)) {
	for from, to := 0, 0; from < len(samples); from = to {
		g := samples[from].G
		for to < len(samples) && samples[to].G == g {
			to++
		}
		visit(g, samples[from:to])
	}
}
