package timeline

import (
	"cmp"
	"slices"
	"strings"
)

// collector knows when the garbage collector held up which goroutine.
type collector struct {
	paused backwards           // every goroutine: the world was stopped for GC
	busy   map[int64]stretches // by goroutine: it assisted or swept
}

func newCollector(ranges []Range) *collector {
	c := &collector{busy: map[int64]stretches{}}
	var paused stretches
	for _, r := range ranges {
		switch {
		case strings.HasPrefix(r.Name, "stop-the-world (GC "):
			paused = append(paused, r)
		case r.Name == "GC mark assist", r.Name == "GC incremental sweep":
			c.busy[r.G] = append(c.busy[r.G], r)
		}
	}
	c.paused = paused.merged().backwards()
	for g, s := range c.busy {
		c.busy[g] = s.merged()
	}
	return c
}

// before reports whether the collector held up a goroutine just before the instant at, where
// that began, and down to which instant (below at) the answer is the same.
func (c *collector) before(g *life, at int64) (held bool, stack *Stack, edge int64) {
	paused, edge := c.paused.before(at)
	busy, busyEdge := g.assisted.before(at)
	switch {
	case busy != nil:
		stack = busy.Stack
	case paused != nil && paused.G == g.id:
		stack = paused.Stack
	}
	return paused != nil || busy != nil, stack, max(edge, busyEdge)
}

// waitsForGC reports whether a wait of that reason is one for the collector.
func waitsForGC(reason string) bool {
	return strings.HasPrefix(reason, "GC ") || reason == "wait until GC ends"
}

// worksForGC reports whether g does the collector's work.
func worksForGC(g *Goroutine) bool {
	for _, entry := range []string{"runtime.gcBg", "runtime.bgsweep", "runtime.bgscavenge", "runtime.forcegc"} {
		if strings.HasPrefix(g.Entry, entry) {
			return true
		}
	}
	return false
}

// stretches are ranges in order of time that do not overlap.
type stretches []Range

// merged returns s in order, with overlapping ranges made one under the name of the earliest. It uses the
// memory of s.
func (s stretches) merged() stretches {
	slices.SortStableFunc(s, func(a, b Range) int { return cmp.Compare(a.From, b.From) })
	out := s[:0]
	for _, r := range s {
		if last := len(out) - 1; last >= 0 && r.From <= out[last].To {
			out[last].To = max(out[last].To, r.To)
			continue
		}
		out = append(out, r)
	}
	return out
}

// backwards returns s for a walk back in time.
func (s stretches) backwards() backwards { return backwards{s} }

// backwards is stretches as far as a walk back in time has not passed them.
type backwards struct{ rest stretches }

// before returns the range that covers the time just before at, nil if none does, and the
// nearest instant below at where a range begins or ends. It must not be asked for a later instant after an
// earlier one.
func (b *backwards) before(at int64) (*Range, int64) {
	i := len(b.rest) - 1
	for i >= 0 && b.rest[i].From >= at {
		i--
	}
	b.rest = b.rest[:i+1]
	if i < 0 {
		return nil, minTime
	}
	if r := &b.rest[i]; r.To >= at {
		return r, r.From
	}
	return nil, b.rest[i].To
}
