package timeline

import "sync"

// Goroutine is the life of one goroutine as far as it was observed.
type Goroutine struct {
	ID        int64
	Creator   int64  // 0: unknown or the runtime
	Created   int64  // 0: before the observation
	Entry     string // symbol of its first function, "" unknown
	CreatedAt *Stack // creator's stack at the go statement
	Runtime   bool   // belongs to the runtime (GC workers, sweeper, finalizer…) or to the tracer

	history *History
	once    sync.Once       // of finding out history
	load    func() *History // nil: it was given
}

// SetHistory says what g did.
func (g *Goroutine) SetHistory(h *History) { g.history, g.load = h, nil }

// SetSpans says what g did.
func (g *Goroutine) SetSpans(spans ...Span) { g.SetHistory(historyOf(spans)) }

// SetLazyHistory says how to find out what g did when that is first asked for: a path leads through few of the
// goroutines of a big trace. It must not be called after that.
func (g *Goroutine) SetLazyHistory(load func() *History) { g.load = load }

var nothing = &History{}

// History returns what g did. The caller must not modify it.
func (g *Goroutine) History() *History {
	if g.load != nil {
		g.once.Do(func() { g.history = g.load() })
	}
	if g.history == nil {
		return nothing
	}
	return g.history
}

// Spans returns what g did, in order of time, in new memory.
func (g *Goroutine) Spans() []Span {
	h := g.History()
	all := make([]Span, 0, h.Len())
	for i := range h.Len() {
		if h.State(i) != 0 {
			all = append(all, h.Span(i))
		}
	}
	return all
}
