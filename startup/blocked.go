package startup

import (
	"cmp"
	"slices"
	"unique"

	"github.com/cupelgo/cupel/internal/timeline"
)

// Reasons of spans off the CPU that are no waits. Those of waits are the runtime's own words.
const (
	reasonSyscall  = "syscall"
	reasonRunnable = "runnable" // it could run, but it was not its turn
	reasonUnknown  = "unknown"
)

// offCPU is why a goroutine is off the CPU, the zero value while it is not. Any text of a trace may be a reason, but
// a path has few different ones: as a handle they are small and compare as numbers.
type offCPU = unique.Handle[string]

var offRunnable, offSyscall = unique.Make(reasonRunnable), unique.Make(reasonSyscall)

// offFor returns the handle of a reason.
func offFor(reason string) offCPU {
	switch reason {
	case "":
		return offCPU{}
	case reasonRunnable:
		return offRunnable // up to half of the pieces of a path are delays
	case reasonSyscall:
		return offSyscall
	}
	return unique.Make(reason)
}

// A blocked is a stretch before ready that a goroutine of the program spent off the CPU.
type blocked struct {
	g        *timeline.Goroutine
	span     timeline.Span
	from, to int64 // the part between exec and ready
	stack    *timeline.Stack
	reason   string
}

// offReason returns why a goroutine in a state is off the CPU, "" when it is not. reason is that of its wait.
func offReason(state timeline.State, reason string) string {
	switch state {
	case timeline.Syscall:
		return reasonSyscall
	case timeline.Runnable:
		return reasonRunnable
	case timeline.Waiting:
		return cmp.Or(reason, reasonUnknown)
	}
	return ""
}

// blocked calls visit for what the goroutines of the program spent off the CPU, one goroutine after
// the other and each in order of time.
func (o *observation) blocked(visit func(*blocked)) {
	var b blocked
	for _, b.g = range o.goroutines() {
		h := b.g.History()
		for i := range h.Len() {
			b.span = h.Span(i)
			b.from, b.to = max(b.span.From, o.start), min(b.span.To, o.ready)
			if b.reason = offReason(b.span.State, b.span.Reason); b.reason == "" || b.from >= b.to {
				continue
			}
			b.stack = b.span.Stack
			if b.span.State == timeline.Runnable && i > 0 {
				b.stack = h.Stack(i - 1)
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

// ofProgram reports whether goroutine g is known and not the runtime's.
func (o *observation) ofProgram(g int64) bool {
	known := o.line.Goroutines[g]
	return known != nil && !known.Runtime
}
