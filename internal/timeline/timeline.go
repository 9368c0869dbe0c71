// Package timeline is the model of what the goroutines of one process did over time, and the walk
// that finds the critical path through it.
//
// Every mechanism that can observe goroutines (execution trace, breakpoints, BPF) is decoded into
// this model, so that one walk and one set of causes serves them all. Times are nanoseconds of
// CLOCK_MONOTONIC. The package is pure: the same timeline gives the same path.
package timeline

// State is what a goroutine does during a Span.
type State uint8

// The states of a goroutine. Running includes CPU starvation by the kernel: a trace cannot tell.
const (
	Running State = iota + 1
	Syscall
	Runnable
	Waiting
)

// String returns the lower-case name of s, "unknown" for the zero State and any other value.
func (s State) String() string {
	switch s {
	case Running:
		return "running"
	case Syscall:
		return "syscall"
	case Runnable:
		return "runnable"
	case Waiting:
		return "waiting"
	}
	return "unknown"
}

// Span is a stretch of time a goroutine spent in one state. Spans of a goroutine are in order and
// do not overlap; the end of one is the start of the next.
type Span struct {
	From, To int64
	State    State
	Reason   string // of Waiting: "sleep", "network", "chan receive", "sync", … as runtime/trace says

	// Stack is where the goroutine blocked (Waiting) or entered the kernel (Syscall). For Running
	// it is the stack at the end of the span, if known. May be nil.
	Stack *Stack

	// Waker made this goroutine runnable (of Runnable: 0 when no goroutine did: timer, network,
	// start of the program), or let it run at once in its own place (of Running: a coroutine). WakeStack, of Runnable, is
	// the waker's stack at that instant.
	Waker     int64
	WakeStack *Stack
}

// Sample is a CPU sample.
type Sample struct {
	Time  int64
	G     int64
	Stack *Stack
}

// Range is a stretch of time with a name: "stop-the-world (…)", "GC mark assist",
// "GC concurrent mark phase", …. G is the goroutine it belongs to, 0 for the process: of a
// stop-the-world the goroutine that stopped the others, of a sweep the one that swept.
type Range struct {
	From, To int64
	Name     string
	G        int64
	Stack    *Stack // where it began; may be nil
}

// Timeline is everything observed of one process.
type Timeline struct {
	Start, End int64 // instants of the first and the last event
	Goroutines map[int64]*Goroutine
	Samples    []Sample // by time
	Period     int64    // CPU time in ns that each sample stands for
	Ranges     []Range  // by From
	Warnings   []string // e.g. "the trace ends early: unexpected EOF"

	// Held is, by goroutine, when it did not get on because its thread, or that which served it, stood
	// still to be looked at. In order of time, without overlaps.
	Held map[int64][]Stretch
}
