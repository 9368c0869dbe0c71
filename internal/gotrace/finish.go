package gotrace

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// timeline returns what was added, with what is still going on cut at the last event.
func (b *builder) timeline() *timeline.Timeline {
	t := &timeline.Timeline{Start: b.start, End: b.end, Samples: b.samples, Period: period(b.samples), Warnings: b.warnings,
		Goroutines: make(map[int64]*timeline.Goroutine, len(b.goroutines))}
	for _, g := range b.goroutines {
		if g.Entry == "" {
			g.Entry = b.firstEntry(g)
		}
		g.Runtime = ofRuntime(g)
		g.SetLazySpans(func() []timeline.Span { return b.spans(g) })
		t.Goroutines[g.ID] = &g.Goroutine
	}
	t.Ranges = b.allRanges()
	return t
}

// spans returns what g did between its changes.
func (b *builder) spans(g *goroutine) []timeline.Span {
	spans := make([]timeline.Span, 0, g.len())
	var before, now change
	for next := range g.all {
		if now.state != none {
			spans = append(spans, b.span(before.state, now, next))
		}
		before, now = now, next
	}
	if now.state != none {
		spans = append(spans, b.span(before.state, now, change{at: b.end}))
	}
	b.extend(g, spans)
	return spans
}

// span returns what a goroutine that was in the state before did from the change c to the next one.
func (b *builder) span(before timeline.State, c, next change) timeline.Span {
	s := timeline.Span{From: c.at, To: next.at, State: c.state}
	switch c.state {
	case timeline.Running:
		s.Stack = b.stacks[next.stack]
	case timeline.Syscall:
		s.Stack = b.stacks[c.stack]
	case timeline.Waiting:
		s.Reason, s.Stack = b.reasons[c.reason], b.stacks[c.stack]
	case timeline.Runnable:
		if before == timeline.Waiting {
			s.Waker, s.WakeStack = c.by, b.stacks[c.stack]
		}
	}
	return s
}

// extend lets a goroutine that was waiting or in a system call when it was first heard of have
// been so since the start: its state is reported just before its first change. One that ran is
// left as it is, for the start of the tracer had stopped it.
func (b *builder) extend(g *goroutine, spans []timeline.Span) {
	if g.Created != 0 || len(spans) == 0 {
		return
	}
	if s := &spans[0]; s.State == timeline.Waiting || s.State == timeline.Syscall {
		s.From = b.start
	}
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
