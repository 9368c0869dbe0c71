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
	victimShare   = 0.9   // part of an init function from which on it is the collector's time, not its own
	manyHandoffs  = 100   // channel hand-overs on the path that make a pattern
	handoffPiece  = 20e3  // ns: a median of running time between hand-overs up to this is their overhead
	minSampleHalf = 0.5   // part of the samples that a specific CPU cause needs
)

// A group is the slices of one cause at one place.
type group struct {
	cause  *cause
	slices []*slice
	init   *agent.Init // the place, in package init
	line   int         // in the init function's own frame
	frames []timeline.Frame

	count   int     // init functions summed up, for many-small-inits
	longest float64 // of them, seconds

	note string // what else the group shows, for seen; begins with a semicolon
}

func (g *group) seconds() float64 { return seconds(g.slices) }

func seconds(slices []*slice) float64 {
	var ns int64
	for _, s := range slices {
		ns += s.To - s.From
	}
	return float64(ns) / 1e9
}

// fold turns the slices of the critical path into groups, one per cause and place.
func (n *namer) fold(o *observation, slices []slice) []*group {
	n.locate(o, slices)
	o.markBursts(slices)
	o.markCollector(slices)
	markLocks(slices)
	markHandoffs(slices)
	var inits []*slice
	rest := make([]*slice, 0, len(slices))
	for i := range slices {
		s := &slices[i]
		switch {
		case s.Class == "" || s.Class == classTracer || s.Phase == phaseRuntime:
		case s.Init != nil && s.Class != "channel":
			// What the collector and the scheduler took within an init function is part of its
			// exact time and would be gone without it.
			s.Collector = s.Class == "gc"
			if s.Class == "gc" || s.Class == "sched" {
				s.Class, s.Sampled = "cpu", false
			}
			inits = append(inits, s)
		default:
			rest = append(rest, s)
		}
	}
	groups, collected := victims(n.foldInits(inits))
	groups = append(groups, n.foldMain(o, append(rest, collected...))...)
	groups = append(groups, o.loading(slices)...)
	return n.crowd(absorb(groups, slices), float64(o.ready-o.start)/1e9)
}

// foldMain groups what lies outside of init functions: by cause, and within a cause by the place
// to blame.
func (n *namer) foldMain(o *observation, slices []*slice) []*group {
	byCause := map[*cause][]*slice{}
	retries := n.retries(slices)
	for _, s := range slices {
		c := causeOf(s)
		if retries[s] {
			c = &retryBackoff
		}
		if c != nil {
			byCause[c] = append(byCause[c], s)
		}
	}
	var groups []*group
	for _, c := range causes {
		if len(byCause[c]) == 0 {
			continue
		}
		switch {
		case c == &channelHandoff:
			groups = append(groups, n.handoff(o, byCause[c]))
		case c == &goroutineBurst:
			groups = append(groups, n.burst(o, byCause[c]))
		case c.Class == "lock":
			groups = append(groups, n.locks(c, byCause[c])...)
		default:
			groups = append(groups, n.blamed(c, byCause[c], splits(c))...)
		}
	}
	return groups
}

func (n *namer) blamed(c *cause, all []*slice, split bool) []*group {
	var groups []*group
	for _, b := range n.blame(all, split) {
		groups = append(groups, &group{cause: c, slices: b.slices, frames: b.frames})
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
	return &group{cause: &channelHandoff, slices: all, frames: n.blame(side, false)[0].frames}
}

// splits reports whether a cause may lie in several places: garbage collection and scheduling
// delays are one thing wherever they strike.
func splits(c *cause) bool {
	return c != &gcOnPath && c != &schedulerDelay && c != &goroutineBurst
}
