package startup

import (
	"iter"
	"slices"
	"sort"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// The phases of a start, in order.
const (
	phaseRuntime = "runtime" // exec, dynamic linking, the runtime's own start
	phaseInit    = "init"    // package initialisation
	phaseMain    = "main"    // from main.main to ready
)

// A slice is a piece of the critical path that is attributed as a whole: one goroutine, one
// state, one stack, at most one init function.
type slice struct {
	From, To int64 // ns of CLOCK_MONOTONIC
	G        int64
	Phase    string
	Class    string // see evidence.Finding; "" when not attributed
	Stack    *timeline.Stack

	Sampled   bool           // Stack is a CPU sample from within the slice
	Collector bool           // the garbage collector worked, for the program or against it
	Handoff   bool           // scheduling delay behind a channel operation of another goroutine
	Burst     bool           // scheduling delay among hundreds of goroutines, see markBursts
	Init      *agent.Init    // the init function that ran, nil outside of package init
	Wait      *timeline.Wait // why the path is in this goroutine, see waits
	Lock      *timeline.Wait // the outermost wait at a lock that the slice lies within, see markLocks

	// Place is the stack to look for the program's own frames in: Stack, or where that has none
	// (a goroutine of net/http, say) the stack of who waits for it or began it. See namer.locate.
	Place *timeline.Stack

	owner *group // see nearest
}

func (s *slice) seconds() float64 { return float64(s.To-s.From) / 1e9 }

// waits returns why the path is in the goroutine of s: the waits that s is inside of, innermost first.
func (s *slice) waits() iter.Seq[*timeline.Wait] { return s.Wait.Around(s.To) }

// outermost returns the last of the waits around s that is so, nil if none is.
func (s *slice) outermost(is func(*timeline.Wait) bool) *timeline.Wait {
	var last *timeline.Wait
	for w := range s.waits() {
		if is(w) {
			last = w
		}
	}
	return last
}

// An observation is what one traced run left behind.
type observation struct {
	start, ready int64           // exec and ready, ns of CLOCK_MONOTONIC
	readyG       int64           // the goroutine that got ready
	readyBy      string          // how, "" when it never did
	readyAt      *timeline.Stack // where, nil unless by Accept
	good         bool            // it got ready
	quiet        int64           // of readiness by settling: how long it had to be idle, ns; else 0
	exe          *executable     // nil if it was not looked at
	marks        *agent.Marks
	line         *timeline.Timeline
}

// initDone is the end of package initialisation, or ready when it was never reached.
func (o *observation) initDone() int64 {
	if o.marks.InitDone == 0 {
		return o.ready
	}
	return min(o.marks.InitDone, o.ready)
}

// timed reports whether the agent ran the init functions. Where it could not, init and main cannot
// be told apart.
func (o *observation) timed() bool { return len(o.marks.Inits) > 0 || o.marks.InitDone != 0 }

// firstInit is when the first init function of the program began.
func (o *observation) firstInit() int64 {
	if len(o.marks.Inits) == 0 {
		return o.initDone()
	}
	return min(max(o.marks.Inits[0].Start, o.start), o.ready)
}

// slices cuts the critical path from exec to ready. Their sum is exactly ready minus start.
func (o *observation) slices() []slice {
	begin := min(max(o.marks.Start, o.start), o.ready)
	c := newClassifier()
	out := make([]slice, 0, o.guess()) // the last one first
	o.line.WalkBack(o.readyG, begin, o.ready, func(p *timeline.Piece) {
		if len(out) == cap(out) {
			out = slices.Grow(out, max(64, len(out))) // by less, a long path would be copied too often
		}
		n := len(out)
		out = o.cut(out, p, c)
		slices.Reverse(out[n:])
	})
	out = append(out, slice{From: o.start, To: begin, G: 1, Phase: phaseRuntime, Class: "cpu"})
	slices.Reverse(out)
	return out
}

// guess is how many slices there may be: most of many paths lie in the goroutine that got ready.
func (o *observation) guess() int {
	g := o.line.Goroutines[o.readyG]
	if g == nil {
		return 0
	}
	return len(g.Spans())*5/4 + 2*len(o.marks.Inits)
}

// cut appends the slices of p: divided at the borders of phases and init functions, and running
// time among its samples.
func (o *observation) cut(out []slice, p *timeline.Piece, c *classifier) []slice {
	s := slice{G: p.G, Stack: p.Stack, Wait: p.Wait, Handoff: isHandoff(p)}
	class := c.classify(p)
	for from := p.From; from < p.To; {
		s.From, s.Class = from, class
		s.Phase, s.Init, s.To = o.at(from)
		s.To = min(s.To, p.To)
		from = s.To
		if s.Phase == phaseInit && s.Init == nil && s.Class == "cpu" {
			s.Class = classTracer // between two init functions only the agent runs
		}
		if s.Class != "cpu" && s.Class != "gc" {
			out = append(out, s)
			continue
		}
		out = c.bySample(out, s, samplesWithin(p.Samples, s.From, s.To))
	}
	return out
}

// at returns the phase and init function at an instant, and when that ends.
func (o *observation) at(t int64) (phase string, fn *agent.Init, until int64) {
	if !o.timed() {
		return phaseMain, nil, o.ready
	}
	done, first := o.initDone(), o.firstInit()
	if t < first {
		return phaseRuntime, nil, first
	}
	if t >= done {
		return phaseMain, nil, o.ready
	}
	inits := o.marks.Inits
	i := sort.Search(len(inits), func(i int) bool { return inits[i].Start > t }) // first after t
	if i < len(inits) {
		done = min(done, inits[i].Start)
	}
	if i == 0 {
		return phaseInit, nil, done
	}
	fn = &inits[i-1]
	if fn.End == 0 {
		return phaseInit, fn, done
	}
	if t >= fn.End {
		return phaseInit, nil, done
	}
	return phaseInit, fn, min(done, fn.End)
}

// samplesWithin returns the samples in [from, to).
func samplesWithin(all []timeline.Sample, from, to int64) []timeline.Sample {
	i := sort.Search(len(all), func(i int) bool { return all[i].Time >= from })
	j := sort.Search(len(all), func(i int) bool { return all[i].Time >= to })
	return all[i:j]
}

// bySample divides s among samples, with borders midway between neighbours: each sample stands
// for the time around it. Without samples s stays whole.
func (c *classifier) bySample(out []slice, s slice, samples []timeline.Sample) []slice {
	if len(samples) == 0 {
		return append(out, s)
	}
	end := s.To
	for i, sample := range samples {
		s.Stack, s.Sampled, s.To = sample.Stack, true, end
		if i+1 < len(samples) {
			s.To = (sample.Time + samples[i+1].Time) / 2
		}
		if s.Class == "cpu" && c.collector.of(sample.Stack) {
			gc := s
			gc.Class = "gc"
			out = append(out, gc)
		} else {
			out = append(out, s)
		}
		s.From = s.To
	}
	return out
}
