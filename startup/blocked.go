package startup

import (
	"slices"
	"sort"

	"github.com/cupelgo/cupel/internal/timeline"
)

// Reasons of spans off the CPU that are no waits. Those of waits are the runtime's own words.
const (
	reasonSyscall  = "syscall"
	reasonRunnable = "runnable" // it could run, but it was not its turn
	reasonUnknown  = "unknown"
)

// A blocked is a stretch before ready that a goroutine of the program spent off the CPU.
type blocked struct {
	g        *timeline.Goroutine
	span     *timeline.Span
	from, to int64 // the part between exec and ready
	stack    *timeline.Stack
	reason   string
}

// off returns why a goroutine is off the CPU, "" when it is not.
func off(s *timeline.Span) string {
	switch {
	case s.State == timeline.Syscall:
		return reasonSyscall
	case s.State == timeline.Runnable:
		return reasonRunnable
	case s.State == timeline.Waiting && s.Reason == "":
		return reasonUnknown
	case s.State == timeline.Waiting:
		return s.Reason
	}
	return ""
}

// blocked calls visit for what the goroutines of the program spent off the CPU, one goroutine after
// the other and each in order of time.
func (o *observation) blocked(visit func(*blocked)) {
	var b blocked
	for _, b.g = range o.goroutines() {
		spans := b.g.Spans()
		for i := range spans {
			b.span = &spans[i]
			b.from, b.to = max(b.span.From, o.start), min(b.span.To, o.ready)
			if b.reason = off(b.span); b.reason == "" || b.from >= b.to {
				continue
			}
			b.stack = b.span.Stack
			if b.span.State == timeline.Runnable && i > 0 {
				b.stack = spans[i-1].Stack
			}
			visit(&b)
		}
	}
}

// goroutines returns those of the program that began before ready, in order of their ids.
func (o *observation) goroutines() []*timeline.Goroutine {
	var all []*timeline.Goroutine
	for _, g := range o.line.Goroutines {
		if !g.Runtime && g.Created < o.ready {
			all = append(all, g)
		}
	}
	slices.SortFunc(all, func(a, b *timeline.Goroutine) int { return int(a.ID - b.ID) })
	return all
}

// A pathReader finds the spans that slices of the critical path lie in.
type pathReader struct {
	line  *timeline.Timeline
	lives map[int64]*life
	last  *life
}

// A life is the spans of a goroutine of the program. Those of the runtime have none.
type life struct {
	g       int64
	runtime bool
	spans   []timeline.Span
}

func newPathReader(line *timeline.Timeline) *pathReader {
	return &pathReader{line: line, lives: map[int64]*life{}}
}

// span returns the span of its goroutine that the last piece of s lies in, nil if none is known or the
// goroutine is the runtime's.
func (r *pathReader) span(s *slice) *timeline.Span {
	if r.last == nil || r.last.g != s.G {
		r.last = r.life(s.G)
	}
	spans := r.last.spans
	i := sort.Search(len(spans), func(i int) bool { return spans[i].To >= s.To })
	if i == len(spans) || spans[i].From >= s.To {
		return nil
	}
	return &spans[i]
}

func (r *pathReader) life(id int64) *life {
	l := r.lives[id]
	if l == nil {
		l = &life{g: id}
		g := r.line.Goroutines[id]
		l.runtime = g == nil || g.Runtime
		if !l.runtime {
			l.spans = g.Spans()
		}
		r.lives[id] = l
	}
	return l
}
