package startup

import (
	"math"

	"github.com/cupelgo/cupel/internal/timeline"
)

// slices cuts the critical path from exec to ready. Their sum is exactly ready minus start.
func (o *observation) slices() []*slice {
	begin := min(max(o.marks.Start, o.start), o.ready)
	c := &cutter{observation: o, classifier: o.classifier(), since: math.MaxInt64}
	o.line.WalkBack(o.readyG, begin, o.ready, c.cut)
	c.process(begin)
	path := c.path()
	clear(o.held[:])
	if len(o.line.Held) == 0 {
		return path
	}
	for _, s := range path {
		if s.Class == classHeld {
			o.held[s.Phase] += s.ns()
		}
	}
	return path
}

// A cutter makes slices of the pieces of a path, which may be a million.
type cutter struct {
	*observation
	*classifier
	joiner
	s     slice // the one being cut
	since int64 // down to when its phase and init function are known
}

// cut adds the slices of p to the path.
func (c *cutter) cut(p *timeline.Piece) {
	s := &c.s
	s.G, s.Off, s.Stack, s.Wait, s.Handoff = p.G, offFor(offReason(p.State, p.Reason)), p.Stack, p.Wait, isHandoff(p)
	class := c.classify(p)
	gaps := -1 // number in the path of the gaps between init functions, in which only the agent runs
	for to := p.To; to > p.From; to = s.From {
		if to <= c.since {
			s.Phase, s.Init, c.since = c.before(to)
		}
		s.From, s.To, s.Class = max(c.since, p.From), to, class
		held, since := c.stood(s.G, s.To)
		if s.From = max(s.From, since); held {
			c.addHeld()
			continue
		}
		switch {
		case class != classCPU && class != classGC:
			c.add(s)
			continue
		case class == classCPU && s.Phase == phaseInit && s.Init == nil:
			s.Class = classTracer
			if gaps >= 0 {
				c.at(gaps).join(s)
				continue
			}
			gaps, s.alternates = c.n, true
			c.put(s)
			continue
		case class == classCPU:
			starved, since := covering(c.starved[s.G], s.To)
			if s.From = max(s.From, since); starved {
				s.Class = classStarved
				c.add(s)
				continue
			}
		}
		c.bySample(c.withLent(p, s.From, s.To))
	}
}

// addHeld adds the slice being cut as time in which the goroutine stood still to be looked at.
func (c *cutter) addHeld() {
	h := c.s
	h.Class, h.Handoff = classHeld, false
	c.add(&h)
}

// stood reports whether goroutine g stood still to be looked at just before an instant, and since when that
// is so.
func (c *cutter) stood(g, t int64) (stood bool, since int64) {
	if len(c.line.Held) == 0 {
		return false, math.MinInt64
	}
	return covering(c.line.Held[g], t)
}

// bySample divides the slice being cut among samples, with borders midway between neighbours: each sample
// stands for the time around it. Without samples it stays whole.
func (c *cutter) bySample(samples []timeline.Sample) {
	s := &c.s
	if len(samples) == 0 {
		c.add(s)
		return
	}
	from, class, stack := s.From, s.Class, s.Stack
	s.Sampled = true
	for i := len(samples) - 1; i >= 0; i-- {
		s.Stack, s.From, s.Class = samples[i].Stack, from, class
		if i > 0 {
			s.From = (samples[i-1].Time + samples[i].Time) / 2
		}
		if class == classCPU && collecting.on(s.Stack) {
			s.Class = classGC
		}
		c.add(s)
		s.To = s.From
	}
	s.Stack, s.Sampled = stack, false
}
