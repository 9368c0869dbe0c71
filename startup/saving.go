package startup

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// A saving is what goroutines do not spend, in no order until it is merged. Under 0 stands what came before all
// goroutines.
type saving map[int64][]timeline.Saved

// add adds another saving and shares no memory with it.
func (s saving) add(more saving) {
	for g, all := range more {
		s[g] = append(s[g], all...)
	}
}

func byBeginning(a, b timeline.Saved) int {
	if a.From != b.From {
		return cmp.Compare(a.From, b.From)
	}
	return cmp.Compare(a.To, b.To)
}

// merge brings stretches in order of time, as a replay takes them, with those made one that overlap, and those
// that follow on each other without a rest: a computation is hundreds of slices, one for each sample.
func (s saving) merge() {
	for g, all := range s {
		slices.SortFunc(all, byBeginning)
		merged := all[:0]
		for _, t := range all {
			if n := len(merged); n > 0 && (t.From < merged[n-1].To || follows(merged[n-1], t)) {
				m := &merged[n-1]
				m.To = max(m.To, t.To)
				m.Time = min(m.Time+t.Time, m.To-m.From)
				continue
			}
			merged = append(merged, t)
		}
		s[g] = merged
	}
}

// follows reports whether b begins where a ends, and all of both is saved.
func follows(a, b timeline.Saved) bool {
	return b.From == a.To && a.Time == a.To-a.From && b.Time == b.To-b.From
}

// save adds what goes when the cause of g is mended: its pieces of the path, the rest that would go with them, and the
// same at the same place in goroutines while they are off the path.
func (o *observation) save(g *group, rest []*slice, onPath covered, to saving) {
	if g.cause == &channelHandoff {
		o.saveHandoffs(g, to)
		return
	}
	for _, all := range [][]*slice{g.slices, rest} {
		for i := 0; i < len(all); {
			id, from := o.spender(all[i]), i
			for i < len(all) && o.spender(all[i]) == id {
				i++
			}
			saved := slices.Grow(to[id], i-from)
			for _, s := range all[from:i] {
				saved = append(saved, timeline.Saved{From: s.From, To: s.To, Time: s.ns()})
			}
			to[id] = saved
		}
	}
	place := g.function()
	if place == "" {
		return
	}
	at := &search{place}
	switch c := g.cause.class(); c {
	case classCPU:
		o.saveSamples(at, onPath, to)
	case classNetwork, classDNS, classFile, classFileLock, classSubprocess, classSleep, classCgo:
		o.saveWaits(c, at, onPath, to)
	}
}

// worksFor reports whether goroutine g, or one that it was begun by, was begun at a place.
func (o *observation) worksFor(g *timeline.Goroutine, at *search) bool {
	for ; g != nil && g.Creator < g.ID; g = o.line.Goroutines[g.Creator] {
		if at.on(g.CreatedAt) {
			return true
		}
	}
	return false
}

// spender returns the goroutine that spends the time of s: what the runtime's own do is spent by who
// waits for them.
func (o *observation) spender(s *slice) int64 {
	if s.Phase == phaseRuntime {
		return 0
	}
	if s.Wait == nil {
		return s.G
	}
	if g := o.line.Goroutines[s.G]; g != nil && g.Runtime {
		return s.Wait.G
	}
	return s.G
}

// saveHandoffs adds hand-overs: both sides spend time on them, also while the path is in the other one.
func (o *observation) saveHandoffs(g *group, to saving) {
	all := timeline.Saved{From: g.slices[0].From, To: g.slices[0].To}
	ids := map[int64]bool{}
	for _, s := range g.slices {
		all.From, all.To = min(all.From, s.From), max(all.To, s.To)
		all.Time += s.ns()
		ids[o.spender(s)] = true
	}
	for id := range ids {
		to[id] = append(to[id], all)
	}
}

// saveWaits adds the waits of a class at a place, and those of goroutines that were begun there.
func (o *observation) saveWaits(of class, at *search, onPath covered, to saving) {
	c := o.classifier()
	for id, g := range o.line.Goroutines {
		if g.Runtime {
			continue
		}
		all, seen := o.worksFor(g, at), onPath[id]
		h := g.History()
		for i := range h.Len() {
			state, from := h.State(i), h.From(i)
			if from >= o.ready {
				break
			}
			if state != timeline.Waiting && state != timeline.Syscall || covers(seen, from) || !all && !at.on(h.Stack(i)) {
				continue
			}
			p := timeline.Piece{Kind: timeline.Program, State: state, Reason: h.Reason(i), Stack: h.Stack(i)}
			if c.classify(&p) == of {
				to[id] = append(to[id], timeline.Saved{From: from, To: h.To(i), Time: h.To(i) - from})
			}
		}
	}
}

// saveSamples adds the CPU time at a place: each sample stands for the time since the one before it in
// the same goroutine, at most for a period of the profiler.
func (o *observation) saveSamples(at *search, onPath covered, to saving) {
	before := map[int64]int64{} // by goroutine: when the last sample of it was
	g, last := int64(0), int64(0)
	for _, s := range o.line.Samples {
		if s.G != g {
			before[g] = last
			g, last = s.G, before[s.G]
		}
		from := max(last, s.Time-o.line.Period)
		last = s.Time
		if s.Time < o.ready && at.on(s.Stack) && !covers(onPath[g], s.Time) {
			to[g] = append(to[g], timeline.Saved{From: from, To: s.Time, Time: s.Time - from})
		}
	}
}
