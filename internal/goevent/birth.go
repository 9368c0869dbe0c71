package goevent

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// place is what tells the goroutines of one go statement from others.
type place struct {
	by   int64 // 0 where the runtime does not tell the creator of a goroutine (before go1.21)
	site uint64
}

// births are the goroutines of a place: when they were made, and which they turned out to be.
type births struct {
	made []*seen
	born []*seen
}

func (d *decoder) birthsAt(e *seen) *births {
	at := place{e.by, e.site}
	b := d.births[at]
	if b == nil {
		b = &births{}
		d.births[at] = b
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

// attribute finds out when each goroutine was made: those of one statement have ascending numbers.
func (d *decoder) attribute(b *births) {
	slices.SortStableFunc(b.born, func(x, y *seen) int { return cmp.Compare(x.g, y.g) })
	for i, e := range b.born {
		if i >= len(b.made) {
			return
		}
		g, made := d.goroutine(e.g), b.made[i]
		if made.at > e.at {
			continue
		}
		g.Created, g.CreatedAt, g.Creator = made.at, made.stack, made.by
		if len(g.spans) > 0 && made.at < g.spans[0].From {
			g.spans = slices.Insert(g.spans, 0, timeline.Span{From: made.at, State: timeline.Runnable})
		}
	}
}

// ofRuntime reports whether a goroutine works for the runtime rather than for the program.
func ofRuntime(g *timeline.Goroutine) bool {
	return g.ID != mainGoroutine && strings.HasPrefix(g.Entry, "runtime.")
}

// mainGoroutine runs package init and main.main.
const mainGoroutine = 1
