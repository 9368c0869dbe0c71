package gotrace

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// timeline returns what was added, with what is still going on cut at the last event.
func (b *builder) timeline() *timeline.Timeline {
	t := &timeline.Timeline{Start: b.start, End: b.end, Samples: b.samples, Warnings: b.warnings,
		Goroutines: make(map[int64]*timeline.Goroutine, len(b.goroutines))}
	for _, g := range b.goroutines {
		g.close(b.end, nil)
		b.extend(g)
		if g.Entry == "" {
			g.Entry = firstEntry(&g.Goroutine)
		}
		g.Runtime = ofRuntime(&g.Goroutine)
		t.Goroutines[g.ID] = &g.Goroutine
	}
	t.Ranges = b.allRanges()
	return t
}

// extend lets a goroutine that was waiting or in a system call when it was first heard of have
// been so since the start: its state is reported just before its first change. One that ran is
// left as it is, for the start of the tracer had stopped it.
func (b *builder) extend(g *goroutine) {
	if g.Created != 0 || len(g.Spans) == 0 {
		return
	}
	if s := &g.Spans[0]; s.State == timeline.Waiting || s.State == timeline.Syscall {
		s.From = b.start
	}
}

// firstEntry returns the entry that the first known stack of g shows, "" if there is none.
func firstEntry(g *timeline.Goroutine) string {
	if g.ID == mainGoroutine {
		return "runtime.main"
	}
	for i := range g.Spans {
		if symbol := entry(g.Spans[i].Stack); symbol != "" {
			return symbol
		}
	}
	return ""
}

func (b *builder) allRanges() []timeline.Range {
	for _, r := range b.open {
		r.To = b.end
		b.ranges = append(b.ranges, r)
	}
	slices.SortFunc(b.ranges, func(x, y timeline.Range) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To),
			cmp.Compare(x.Name, y.Name), cmp.Compare(x.G, y.G))
	})
	return b.ranges
}
