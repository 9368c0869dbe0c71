package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Limits below which nothing is a finding. A trace run on a busy machine moves single pieces by
// some milliseconds (docs/benchmarks.md), and no start gets noticeably better by less.
const (
	minCost       = 0.005 // seconds
	minShare      = 0.01  // of ready
	minSpread     = 0.05  // share that GC and scheduling delays need, which are nobody's single line
	manyInits     = 10    // init functions that make a crowd
	smallPart     = 0.1   // of its module's init time: up to that an init function may belong to a crowd
	victimShare   = 0.9   // part of an init function from which on it is the collector's or a delay, not its own
	victimHalf    = 0.5   // the same of one whose own time is no finding
	manyHandoffs  = 100   // channel hand-overs on the path that make a pattern
	minSampleHalf = 0.5   // part of the samples that a specific CPU cause needs
	handoffPiece  = 20e3  // ns: a median of running time between hand-overs up to this is their overhead

	manyHeldHandoffs = 300 // the same where the program is held up by who looks at it
)

// A group is the slices of one cause at one place.
type group struct {
	cause  *cause
	slices []*slice
	init   *agent.Init    // the place, in package init
	line   int            // in the init function's own frame
	frame  timeline.Frame // the place, elsewhere; without Func if there is none

	count   int     // init functions summed up, for many-small-inits
	longest float64 // of them, seconds

	note string // what else the group shows, for seen; begins with a semicolon
}

// function returns the symbol of the function to blame, "" if there is none.
func (g *group) function() string {
	if g.init != nil {
		return g.init.Symbol
	}
	return g.frame.Func
}

// notable returns the cost in seconds below which nothing becomes a finding in a start that took
// ready seconds.
func notable(ready float64) float64 { return max(minCost, minShare*ready) }

func (g *group) seconds() float64 { return seconds(g.slices) }

func seconds(slices []*slice) float64 {
	var ns int64
	for _, s := range slices {
		ns += s.ns()
	}
	return float64(ns) / 1e9
}

// fold turns the slices of the critical path into groups, one per cause and place.
func (n *namer) fold(o *observation, slices []*slice) []*group {
	o.markBursts(slices)
	loading := o.loading(slices)
	markLocks(slices)
	markHandoffs(slices, o.manyHandoffs())
	inits, rest := make([]*slice, 0, len(slices)), make([]*slice, 0, len(slices))
	for _, s := range slices {
		switch {
		case s.Class == classNone || s.Class == classTracer || s.Class == classHeld || s.Phase == phaseRuntime && s.Class != classStarved &&
			(!s.Loader || len(loading) > 0):
		case s.Init != nil && s.Class != classChannel:
			// What the collector and the scheduler took within an init function is part of its
			// exact time and would be gone without it.
			if s.Class == classGC || isDelay(s.Class) {
				s.Taken, s.Class, s.Sampled = s.Class, classCPU, false
			}
			inits = append(inits, s)
		default:
			rest = append(rest, s)
		}
	}
	ready := float64(o.took()) / 1e9
	limit := notable(ready)
	groups, lost := victims(n.foldInits(o, inits, limit), limit)
	groups = append(groups, n.foldMain(o, append(rest, lost...), limit)...)
	groups = append(groups, loading...)
	return n.crowd(absorb(groups, slices), ready)
}

// foldMain groups what lies outside of init functions: by cause, and within a cause by the place
// to blame. A cause that costs less than limit seconds, with all the delays that absorb may give
// it, is not looked into.
func (n *namer) foldMain(o *observation, slices []*slice, limit float64) []*group {
	byCause := n.byCause(o, slices)
	var groups []*group
	for _, c := range causes {
		if len(byCause[c]) == 0 {
			continue
		}
		if seconds(byCause[c])*(1+absorbed) < limit {
			groups = append(groups, &group{cause: c, slices: byCause[c]})
			continue
		}
		n.locate(o, byCause[c]...)
		groups = append(groups, n.foldCause(o, c, byCause[c])...)
	}
	return groups
}

// byCause returns slices that lie outside of init functions by cause. Which one it is of CPU time, samples of a place
// decide together.
func (n *namer) byCause(o *observation, slices []*slice) map[*cause][]*slice {
	all := map[*cause][]*slice{}
	retries := n.retries(o, slices)
	cpu := newMemo(func(p phase) *cause { return general(&slice{Class: classCPU, Phase: p}) })
	var last *cause
	run := 0 // where the slices of that cause begin
	take := func(to int) {
		switch {
		case last == nil:
		case all[last] == nil:
			all[last] = slices[run:to:to]
		default:
			all[last] = append(all[last], slices[run:to]...)
		}
		run = to
	}
	for i, s := range slices {
		var c *cause
		switch {
		case retries[s]:
			c = &retryBackoff
		case s.Class == classCPU && !s.Loader:
			c = cpu.of(s.Phase)
		default:
			c = causeOf(s)
		}
		if c != last {
			take(i)
			last = c
		}
	}
	take(len(slices))
	return all
}

// foldCause groups the slices of one cause by the place to blame.
func (n *namer) foldCause(o *observation, c *cause, all []*slice) []*group {
	switch {
	case c == &channelHandoff:
		return []*group{n.handoff(o, all)}
	case c == &goroutineBurst:
		return []*group{n.burst(o, all)}
	case c.class() == classLock:
		return n.locks(c, all)
	}
	return n.blamed(c, all, splits(c))
}

func (n *namer) blamed(c *cause, all []*slice, split bool) []*group {
	var groups []*group
	for _, b := range n.blame(all, split) {
		g := &group{cause: c, slices: b.slices, frame: b.frame}
		if c.class() == classCPU {
			g.cause = majority(g.slices)
		}
		groups = append(groups, g)
	}
	return groups
}

// locks makes one group of each place that waits at a lock: whatever its holders did meanwhile is
// one cause, and the frame that they share is to blame.
func (n *namer) locks(c *cause, all []*slice) []*group {
	var order []*timeline.Stack
	at := map[*timeline.Stack][]*slice{}
	for _, s := range all {
		var place *timeline.Stack // nil: nobody else held it; the wait itself is on the path
		if s.Lock != nil {
			place = s.Lock.Stack
		}
		if at[place] == nil {
			order = append(order, place)
		}
		at[place] = append(at[place], s)
	}
	var groups []*group
	for _, place := range order {
		groups = append(groups, n.blamed(c, at[place], false)...)
	}
	return groups
}

// handoff makes one group of all hand-overs. Both sides have equal parts in them; the side that
// gets ready is the one to blame.
func (n *namer) handoff(o *observation, all []*slice) *group {
	side := slices.DeleteFunc(slices.Clone(all), func(s *slice) bool { return s.G != o.readyG })
	if len(side) == 0 {
		side = all
	}
	return &group{cause: &channelHandoff, slices: all, frame: n.blame(side, false)[0].frame}
}

// splits reports whether a cause may lie in several places: garbage collection and scheduling
// delays are one thing wherever they strike.
func splits(c *cause) bool { return c != &gcOnPath && !isDelay(c.class()) }
