package startup

import (
	"io/fs"
	"math"
	"sort"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/timeline"
)

// A slice is a piece of the critical path that is attributed as a whole: one goroutine, one
// state, one stack, at most one init function. Like pieces that alternate with others, such as the
// turns of two goroutines, are one slice.
type slice struct {
	From, To int64 // ns of CLOCK_MONOTONIC
	Others   int64 // ns between From and To that belong to the slices it alternates with
	Longest  int64 // of its pieces in ns, if there are several

	G     int64
	Off   offCPU
	Stack *timeline.Stack
	Init  *agent.Init    // the init function that ran, nil outside of package init
	Wait  *timeline.Wait // why the path is in this goroutine, see wait
	Lock  *timeline.Wait // the outermost wait at a lock that the slice lies within, see markLocks

	// Place is the stack to look for the program's own frames in: Stack, or where that has none
	// (a goroutine of net/http, say) the stack of who waits for it or began it. See namer.locate.
	Place *timeline.Stack
	owner *group // see nearest

	Pieces int32 // how many pieces it is made of beyond the first
	line   int32 // in the init function's own frame, see initLine

	Phase phase
	Class class
	Taken class // within an init function: the collector or the delay that took the time from it

	Sampled bool // Stack is a CPU sample from within the slice
	Handoff bool // scheduling delay behind a channel operation of another goroutine
	Burst   bool // scheduling delay among hundreds of goroutines, see markBursts
	Loader  bool // the dynamic loader worked for the executable

	alternates bool // see joiner
	located    bool // Place is known
	lined      bool // line is known
	blamed     bool // it belongs to a finding
}

// ns returns the time of s on the path.
func (s *slice) ns() int64 { return s.To - s.From - s.Others }

func (s *slice) seconds() float64 { return float64(s.ns()) / 1e9 }

// longest returns the longest piece of s in ns.
func (s *slice) longest() int64 {
	if s.Pieces == 0 {
		return s.ns()
	}
	return s.Longest
}

// wait returns why the path is in the goroutine of s: the innermost of the waits that s is inside of, nil if
// it is in none.
func (s *slice) wait() *timeline.Wait { return s.Wait.Around(s.To) }

// outer returns the wait around one of those that s is inside of, nil if there is none.
func (s *slice) outer(w *timeline.Wait) *timeline.Wait { return w.Outer.Around(s.To) }

// outermost returns the last of the waits around s that is so, nil if none is.
func (s *slice) outermost(is func(*timeline.Wait) bool) *timeline.Wait {
	var last *timeline.Wait
	for w := s.wait(); w != nil; w = s.outer(w) {
		if is(w) {
			last = w
		}
	}
	return last
}

// An observation is what the run that explains the others left behind.
type observation struct {
	pass         string          // of the run
	start, ready int64           // exec and ready, ns of CLOCK_MONOTONIC
	readyG       int64           // the goroutine that got ready
	readyBy      string          // how, "" when it never did
	readyAt      *timeline.Stack // where, nil unless by Accept
	good         bool            // it got ready
	exec, entry  int64           // the executable was loaded, and came to its first instruction; 0: not seen
	linked       *gotool.Linked  // nil: not known
	quiet        int64           // of readiness by settling: how long it had to be idle, ns; else 0
	exe          *executable     // nil if it was not looked at
	marks        *agent.Marks
	line         *timeline.Timeline
	children     *children // nil: none were seen
	files        fs.FS     // with what was seen inside of these

	in      *child  // that got ready, while the program waits for it; nil: none, or it was not looked into
	image   *child  // the execution of which this is, in place of the first program; nil: it is that of the first
	earlier []image // those before it
	named   *namer  // of it

	starved map[int64][]timeline.Stretch // by goroutine: it had no CPU, see starvation

	lent     []timeline.Sample      // samples of other runs, where they would be in this one
	lastInit int                    // see initFrom
	classes  *classifier            // see classifier
	replay   *timeline.Replay       // see whatIf
	held     [len(phaseNames)]int64 // by phase: ns of the path in which the program stood still to be looked at
}

// took is how long the program took to get ready, ns: without the time it stood still to be looked at.
func (o *observation) took() int64 {
	sum := o.ready - o.start
	for _, ns := range o.held {
		sum -= ns
	}
	return sum
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

// before returns the phase and init function just before an instant, and since when it is so.
func (o *observation) before(t int64) (p phase, fn *agent.Init, since int64) {
	if !o.timed() {
		return phaseMain, nil, math.MinInt64
	}
	done, first := o.initDone(), o.firstInit()
	if t > done {
		return phaseMain, nil, done
	}
	if t <= first {
		return phaseRuntime, nil, math.MinInt64
	}
	i := o.initFrom(t)
	if i == 0 {
		return phaseInit, nil, first
	}
	fn = &o.marks.Inits[i-1]
	if fn.End != 0 && t > fn.End {
		return phaseInit, nil, max(first, fn.End)
	}
	return phaseInit, fn, max(first, fn.Start)
}

// covering reports whether one of the stretches covers the time just before an instant, and since when that
// is so.
func covering(all []timeline.Stretch, t int64) (covered bool, since int64) {
	if len(all) == 0 {
		return false, math.MinInt64
	}
	i := sort.Search(len(all), func(i int) bool { return all[i].From >= t }) - 1
	switch {
	case i < 0:
		return false, math.MinInt64
	case all[i].To >= t:
		return true, all[i].From
	}
	return false, all[i].To
}

// initFrom returns the index of the first init function that began at t or later, their number if none
// did. It looks first where it looked last, and before that: so goes a walk back in time.
func (o *observation) initFrom(t int64) int {
	inits, i := o.marks.Inits, o.lastInit
	for range 3 {
		if (i == len(inits) || inits[i].Start >= t) && (i == 0 || inits[i-1].Start < t) {
			o.lastInit = i
			return i
		}
		i = max(0, i-1)
	}
	o.lastInit = sort.Search(len(inits), func(i int) bool { return inits[i].Start >= t })
	return o.lastInit
}

// samplesWithin returns the samples in [from, to).
func samplesWithin(all []timeline.Sample, from, to int64) []timeline.Sample {
	if len(all) == 0 {
		return nil
	}
	i := sort.Search(len(all), func(i int) bool { return all[i].Time >= from })
	j := sort.Search(len(all), func(i int) bool { return all[i].Time >= to })
	return all[i:j]
}
