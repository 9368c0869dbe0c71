package startup

import (
	"cmp"
	"slices"
)

// A stroke is a part of a line that is drawn: from when until when something was so, in ns.
type stroke struct {
	from, to int64
	own      int64 // of that the time in which it really was
	what     int
}

func (s stroke) ns() int64 { return s.to - s.from }

// A strip joins strokes in order of time that are too short to be seen. Of neighbours shorter than least that make
// up as much together, the one shows that has most of it; a short one beside a long one is part of that. What stands
// alone stays as it is.
type strip struct {
	least  int64 // ns
	out    []stroke
	short  stroke // of the neighbours that are not in out yet
	weight map[int]int64
}

// newStrip returns an empty strip.
func newStrip(least int64) *strip { return &strip{least: least, weight: map[int]int64{}} }

// add adds a stroke that begins where the last one ended, or later.
func (p *strip) add(s stroke) {
	if s.ns() >= p.least {
		p.flush()
		p.put(s)
		return
	}
	if len(p.weight) > 0 && s.from-p.short.to >= p.least {
		p.flush()
	}
	if len(p.weight) == 0 {
		p.short.from = s.from
	}
	p.short.to = s.to
	p.weight[s.what] += s.own
	if p.short.ns() >= p.least {
		p.flush()
	}
}

// strokes returns what was added.
func (p *strip) strokes() []stroke {
	p.flush()
	return p.out
}

// flush makes one stroke of the short ones.
func (p *strip) flush() {
	if len(p.weight) == 0 {
		return
	}
	p.short.own = -1
	for what, own := range p.weight {
		if own > p.short.own || own == p.short.own && what < p.short.what {
			p.short.own, p.short.what = own, what
		}
	}
	clear(p.weight)
	p.put(p.short)
}

// put adds a stroke, to the last one if both look the same or one of them is too short to be seen.
func (p *strip) put(s stroke) {
	if len(p.out) == 0 || s.from-p.out[len(p.out)-1].to >= p.least {
		p.out = append(p.out, s)
		return
	}
	last := &p.out[len(p.out)-1]
	switch {
	case last.what == s.what:
		last.to, last.own = s.to, last.own+s.own
	case s.ns() < p.least:
		last.to = s.to
	case last.ns() < p.least:
		last.to, last.what, last.own = s.to, s.what, s.own
	default:
		p.out = append(p.out, s)
	}
}

// A layer is a part of the path that is drawn: of several that overlap, because they alternate, the densest shows.
type layer struct {
	stroke
	density float64 // what part of its time is its own, 0 to 1
}

// flatten returns strokes without overlaps, in order of time.
func flatten(all []layer) []stroke {
	slices.SortStableFunc(all, func(a, b layer) int { return cmp.Compare(a.from, b.from) })
	var edges []int64
	for _, l := range all {
		edges = append(edges, l.from, l.to)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []stroke
	var active []layer
	for i := range max(0, len(edges)-1) {
		from, to := edges[i], edges[i+1]
		active = slices.DeleteFunc(active, func(l layer) bool { return l.to <= from })
		for len(all) > 0 && all[0].from <= from {
			active, all = append(active, all[0]), all[1:]
		}
		if len(active) > 0 {
			best := slices.MaxFunc(active, func(a, b layer) int { return cmp.Compare(a.density, b.density) })
			out = append(out, stroke{from: from, to: to, own: int64(best.density * float64(to-from)), what: best.what})
		}
	}
	return out
}
