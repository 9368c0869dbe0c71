package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// takeChildren reads what was seen of children. How long they stood still on their own paths to be looked
// at, after their exec, is put at the end of their lives into the waits for them: they would have ended so
// much sooner.
func (o *observation) takeChildren() {
	if o.children == nil {
		return
	}
	o.extend()
	for i := range slices.Backward(o.children.All) { // their own children first
		c := &o.children.All[i]
		if c.End == 0 {
			continue
		}
		held := o.children.heldBelow(c)
		if in, _ := o.observe(c); in != nil {
			held = in.heldOnPath()
		}
		c.held = min(held, max(0, c.End-c.Exec-c.Stood))
	}
	o.holdWaits()
}

// heldBelow is how long what a child executed stood still to be looked at: of a child that was not looked into, as
// a shell, it is not known that it waited for anything else.
func (c *children) heldBelow(of *child) (sum int64) {
	for i := range c.All {
		if kid := &c.All[i]; kid.Parent == of.PID && kid.Exec > of.Exec && kid.Exec < of.End {
			sum += kid.Stood + kid.held
		}
	}
	return sum
}

// extend lets waits that nothing was seen to end last until nobody looked any more: a process that waits for
// a child may have no events.
func (o *observation) extend() {
	end, last := o.marks.Stop, o.line.End
	if end <= last || o.marks.Exit != 0 {
		return
	}
	for _, g := range o.line.Goroutines {
		h := g.History()
		if n := h.Len(); n > 0 && h.End == last && h.State(n-1) != timeline.Running {
			longer := *h
			longer.End = end
			g.SetHistory(&longer)
		}
	}
	o.line.End = end
}

// heldOnPath is how long the process stood still on the way to its end.
func (o *observation) heldOnPath() (sum int64) {
	o.readyG = o.lastActive(o.ready)
	o.line.WalkBack(o.readyG, o.start, o.ready, func(p *timeline.Piece) {
		sum += heldWithin(o.line.Held[p.G], p.From, p.To)
	})
	return sum
}

// holdWaits notes in the goroutines that wait for children how long these were held up.
func (o *observation) holdWaits() {
	var lumps []timeline.Stretch
	for i := range o.children.All {
		c := &o.children.All[i]
		if c.Parent != o.marks.PID {
			continue
		}
		lumps = append(lumps, timeline.Stretch{From: c.Exec, To: c.Exec + c.Stood})
		if c.held > 0 {
			lumps = append(lumps, timeline.Stretch{From: c.End - c.held, To: c.End})
		}
	}
	if len(lumps) == 0 {
		return
	}
	cls := o.classifier()
	for id, g := range o.line.Goroutines {
		var more []timeline.Stretch
		for _, s := range g.Spans() {
			if s.State != timeline.Waiting && s.State != timeline.Syscall {
				continue
			}
			p := timeline.Piece{State: s.State, Reason: s.Reason, Kind: timeline.Program, Stack: s.Stack}
			if cls.classify(&p) != classSubprocess {
				continue
			}
			for _, l := range overlaps(lumps, timeline.Stretch{From: s.From, To: s.To}) {
				l.G = id
				more = append(more, l)
			}
		}
		if len(more) > 0 {
			if o.line.Held == nil {
				o.line.Held = map[int64][]timeline.Stretch{}
			}
			o.line.Held[id] = timeline.Merged(append(slices.Clone(o.line.Held[id]), more...))
		}
	}
}
