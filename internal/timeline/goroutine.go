package timeline

import (
	"sort"
	"sync"
)

// Goroutine is the life of one goroutine as far as it was observed.
type Goroutine struct {
	ID        int64
	Creator   int64  // 0: unknown or the runtime
	Created   int64  // 0: before the observation
	Entry     string // symbol of its first function, "" unknown
	CreatedAt *Stack // creator's stack at the go statement
	Runtime   bool   // belongs to the runtime (GC workers, sweeper, finalizer…) or to the tracer

	spans *lazySpans // nil: none
}

// lazySpans are spans that are found out when they are first asked for.
type lazySpans struct {
	once sync.Once
	load func() []Span // nil: all is known
	all  []Span
}

// SetSpans says what g did.
func (g *Goroutine) SetSpans(spans ...Span) {
	g.spans = &lazySpans{all: spans}
}

// SetLazySpans says how to find out what g did when that is first asked for: a path leads through
// few of the goroutines of a big trace.
func (g *Goroutine) SetLazySpans(spans func() []Span) {
	g.spans = &lazySpans{load: spans}
}

// Spans returns what g did, in order of time. The caller must not modify it.
func (g *Goroutine) Spans() []Span {
	s := g.spans
	if s == nil {
		return nil
	}
	s.once.Do(func() {
		if s.load != nil {
			s.all, s.load = s.load(), nil
		}
	})
	return s.all
}

// spanBefore returns the index of the last span that begins before the instant at, -1 if there is
// none. It looks at a few spans from near on downwards first: so goes a walk back in time.
func spanBefore(spans []Span, at int64, near int) int {
	for i := near; i >= 0 && i > near-4 && i < len(spans)-1; i-- {
		if spans[i].From < at && spans[i+1].From >= at {
			return i
		}
	}
	return sort.Search(len(spans), func(i int) bool { return spans[i].From >= at }) - 1
}

// stackBefore returns the last stack known when span i began, unless the goroutine ran since; nil
// if there is none.
func stackBefore(spans []Span, i int) *Stack {
	for i--; i >= 0; i-- {
		if s := &spans[i]; s.Stack != nil || s.State == Running {
			return s.Stack
		}
	}
	return nil
}
