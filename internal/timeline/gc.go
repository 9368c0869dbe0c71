package timeline

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// collector knows when the garbage collector held up which goroutine.
type collector struct {
	paused stretches           // every goroutine: the world was stopped for GC
	busy   map[int64]stretches // by goroutine: it assisted or swept
}

func newCollector(ranges []Range) *collector {
	c := &collector{busy: map[int64]stretches{}}
	for _, r := range ranges {
		switch {
		case strings.HasPrefix(r.Name, "stop-the-world (GC "):
			c.paused = append(c.paused, r)
		case r.Name == "GC mark assist", r.Name == "GC incremental sweep":
			c.busy[r.G] = append(c.busy[r.G], r)
		}
	}
	c.paused = c.paused.merged()
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

// merged returns s in order, with overlapping ranges made one under the name of the earliest.
func (s stretches) merged() stretches {
	slices.SortStableFunc(s, func(a, b Range) int { return cmp.Compare(a.From, b.From) })
	var out stretches
	for _, r := range s {
		if last := len(out) - 1; last >= 0 && r.From <= out[last].To {
			out[last].To = max(out[last].To, r.To)
			continue
		}
		out = append(out, r)
	}
	return out
}

// before returns the range that covers the time just before at, nil if none does, and the
// nearest instant below at where a range begins or ends.
func (s stretches) before(at int64) (*Range, int64) {
	i := sort.Search(len(s), func(i int) bool { return s[i].From >= at }) - 1
	if i < 0 {
		return nil, minTime
	}
	if s[i].To >= at {
		return &s[i], s[i].From
	}
	return nil, s[i].To
}
