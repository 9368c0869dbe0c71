package goevent

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// births are the goroutines of a go statement in the order of time: when they were made, and which they
// turned out to be.
type births struct {
	made []*seen
	born []*seen
}

func (d *decoder) birthsAt(e *seen) *births {
	b := d.births[e.statement]
	if b == nil {
		b = &births{}
		d.births[e.statement] = b
	}
	return b
}

func (b *births) created(e *seen) { b.made = append(b.made, e) }

func (d *decoder) born(e *seen) {
	g := d.goroutine(e.g)
	g.Entry, g.Creator = e.text, e.by
	b := d.birthsAt(e)
	b.born = append(b.born, e)
}

// attribute finds out when each goroutine was made, and by whom where the runtime does not tell (before
// go1.21).
func (d *decoder) attribute(b *births) {
	creators := map[int64]*births{}
	for _, e := range b.born {
		if creators[e.by] == nil {
			creators[e.by] = &births{}
		}
		creators[e.by].born = append(creators[e.by].born, e)
	}
	for by, of := range creators {
		of.made = slices.DeleteFunc(slices.Clone(b.made), func(e *seen) bool { return by != 0 && e.by != by })
		of.batches(d.pair)
	}
}

// batches yields goroutines between instants at which all that were made had run: only among those it is
// open which is which.
func (b *births) batches(yield func(made, born []*seen)) {
	made, first := 0, 0 // those before first were yielded
	var born []*seen
	for _, e := range b.born {
		for made < len(b.made) && b.made[made].at <= e.at {
			made++
		}
		if made == first+len(born) {
			continue // it was not seen to be made
		}
		if born = append(born, e); made == first+len(born) {
			yield(b.made[first:made], born)
			first, born = made, nil
		}
	}
	yield(b.made[first:], born)
}

// pair says of each goroutine when it was made: in the order of their numbers if that is possible. Each
// processor has numbers of its own in store: where several made them, who ran first was made first.
func (d *decoder) pair(made, born []*seen) {
	numbered := slices.SortedFunc(slices.Values(born), func(x, y *seen) int { return cmp.Compare(x.g, y.g) })
	for i, e := range numbered {
		if made[i].at > e.at {
			numbered = born
			break
		}
	}
	for i, e := range numbered {
		d.made(e, made[i])
	}
}

func (d *decoder) made(e, made *seen) {
	g := d.goroutine(e.g)
	g.Created, g.CreatedAt, g.Creator = made.at, made.stack, made.by
	if len(g.spans) > 0 && made.at < g.spans[0].From {
		g.spans = slices.Insert(g.spans, 0, timeline.Span{From: made.at, State: timeline.Runnable})
	}
}

// ofRuntime reports whether a goroutine works for the runtime rather than for the program.
func ofRuntime(g *timeline.Goroutine) bool {
	return g.ID != mainGoroutine && strings.HasPrefix(g.Entry, "runtime.")
}

// mainGoroutine runs package init and main.main.
const mainGoroutine = 1
