package timeline

import "slices"

// Kind says to whom a Piece of a path is booked.
type Kind uint8

// The kinds of pieces.
const (
	Unknown     Kind = iota // nothing was observed
	Program                 // the program itself did or waited for it, as the piece's State says
	GC                      // the garbage collector: its work, its pauses and the waits for them
	TracerStart             // before the first event of a goroutine older than the observation
)

// String returns the lower-case name of k.
func (k Kind) String() string {
	switch k {
	case Program:
		return "program"
	case GC:
		return "gc"
	case TracerStart:
		return "tracer start"
	}
	return "unknown"
}

// Path is the critical path between two instants: pieces in order of time, each beginning where
// the one before it ends.
type Path []Piece

// Piece is a stretch of a path that one goroutine spent in one way.
type Piece struct {
	From, To int64
	G        int64  // the goroutine the path is in
	State    State  // zero for the kinds Unknown and TracerStart
	Reason   string // of Waiting; of Runnable: why it had waited, "" if it had not
	Kind     Kind

	// Stack tells where the goroutine was. Of Waiting and Syscall it is the place exactly; of
	// Running it is the first known stack at or after To, while it kept running; of Runnable the
	// last one before. A piece of Kind GC made of an assist, a sweep or a pause has the stack at
	// which that began. May be nil.
	Stack *Stack

	// Before is, of Running, the last known stack of the goroutine before it began to run:
	// what Before and Stack share was on the stack all along. May be nil.
	Before *Stack

	// Samples are the CPU samples of the goroutine in [From, To), of Running and Syscall.
	Samples []Sample

	// Spawned is the goroutine that G created at To, if the path came here from the beginning of
	// that goroutine; else 0.
	Spawned int64

	// Wait is the wait that the path found last on its way here, nil if none. See Waits.
	Wait *Wait
}

// Wait is a wait of a goroutine on the path that another goroutine ended. The path goes through
// that other goroutine; the wait is why.
type Wait struct {
	G        int64
	From, To int64
	Reason   string
	Stack    *Stack
	Outer    *Wait // the wait inside of which the path found this one; may be over before From
}

// Duration returns the length of p in nanoseconds.
func (p *Piece) Duration() int64 { return p.To - p.From }

// Waits returns the waits that p is inside of, which explain why the path is in p's goroutine:
// innermost last. It is empty when the goroutine of p was not waited for.
func (p *Piece) Waits() []*Wait {
	var all []*Wait
	for w := p.Wait.Around(p.To); w != nil; w = w.Outer.Around(p.To) {
		all = append(all, w)
	}
	slices.Reverse(all)
	return all
}

// Like reports whether w and o are the same wait but for its time.
func (w *Wait) Like(o *Wait) bool {
	return w != nil && o != nil && w.G == o.G && w.Stack == o.Stack && w.Reason == o.Reason && w.Outer == o.Outer
}

// Around returns the innermost of w and the waits that it lies within that had begun before the
// instant at, nil if none had. A nil *Wait is no wait. These are all waits around at:
//
//	for w := w.Around(at); w != nil; w = w.Outer.Around(at)
func (w *Wait) Around(at int64) *Wait {
	for w != nil && w.From >= at {
		w = w.Outer
	}
	return w
}
