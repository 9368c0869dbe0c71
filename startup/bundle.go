package startup

import "github.com/cupelgo/cupel/internal/timeline"

// A bundle is the slices at one place. A long path has few different places.
type bundle struct {
	place *timeline.Stack
	ns    int64
	by    *bundling // that made it
	next  *bundle   // on the same pile
	part  int       // what is blamed for it, see namer.blame
}

// A pile is bundles that are taken from pile to pile until each lies where it belongs: it is on one at a time.
type pile struct {
	first, last *bundle // nil: none
	ns          int64
}

// put puts a bundle on p.
func (p *pile) put(b *bundle) { p.take(pile{b, b, b.ns}) }

// take puts all of another pile on p.
func (p *pile) take(more pile) {
	switch {
	case more.first == nil:
		return
	case p.first == nil:
		p.first = more.first
	default:
		p.last.next = more.first
	}
	p.last = more.last
	p.ns += more.ns
}

// bundles yields the bundles of p. Each may then be put on another pile.
func (p pile) bundles(yield func(*bundle) bool) {
	for b, last := p.first, false; b != nil && !last; {
		this := b
		b, last = b.next, b == p.last
		if !yield(this) {
			return
		}
	}
}

// A bundling puts slices together by place. It notes on each place which bundle is there.
type bundling struct {
	all      pile
	n        int      // bundles so far
	unplaced *bundle  // of slices without a place; nil: none yet
	memory   []bundle // for more of them
}

// bundled puts slices together by place and returns also the bundle of each.
func bundled(slices []*slice) (all pile, of []*bundle) {
	var by bundling
	of = make([]*bundle, len(slices))
	for i, s := range slices {
		b, ns := by.at(s.Place), s.ns()
		b.ns += ns
		by.all.ns += ns
		of[i] = b
	}
	return by.all, of
}

// at returns the bundle at a place.
func (y *bundling) at(place *timeline.Stack) *bundle {
	known := &y.unplaced
	if place != nil {
		known = &noted(place).bundle
	}
	if b := *known; b != nil && b.by == y {
		return b
	}
	if len(y.memory) == 0 {
		y.memory = make([]bundle, min(64, 4+2*y.n))
	}
	b := &y.memory[0]
	y.n, y.memory = y.n+1, y.memory[1:]
	b.place, b.by = place, y
	*known = b
	y.all.put(b)
	return b
}
