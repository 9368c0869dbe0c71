package goevent

// Kind is what happened to a goroutine.
type Kind uint8

// The kinds of events.
const (
	Created  Kind = iota + 1 // By has begun another one; which, the Born tells
	Born                     // G is run for the first time: By, Statement and Entry tell where it comes from
	Run                      // the thread takes up G
	Parked                   // G waits
	Readied                  // By makes G runnable
	Yielded                  // G gives way to others, or has to
	Entered                  // G enters the kernel, or C code
	Returned                 // G is back from there
	Ended                    // G has ended
	Exiting                  // the process ends at the request of this thread
	Stopped                  // the world is stopped for the collector, for the Reason given
	Started                  // it goes on
	Marking                  // a cycle of the collector begins
	Marked                   // its mark phase ends
	Blind                    // from here on goroutines are not seen any more
	Lost                     // what G does from here on is not known, until it is seen again
	Passed                   // G came by a place that tells nothing of goroutines
)

// kinds are the names of events in files.
var kinds = [...]string{
	Created: "created", Born: "born", Run: "run", Parked: "parked", Readied: "readied", Yielded: "yielded", Entered: "entered",
	Returned: "returned", Ended: "ended", Exiting: "exiting", Stopped: "stopped", Started: "started",
	Marking: "marking", Marked: "marked", Blind: "blind", Lost: "lost", Passed: "passed",
}

// An Event is what happened at an instant. Fields that say nothing are zero.
type Event struct {
	Time      int64 // ns of CLOCK_MONOTONIC
	Kind      Kind
	TID       int32
	G         int64  // the goroutine it happened to
	By        int64  // the one that did it
	Reason    string // of Parked and Stopped, as runtime/trace says
	Stack     int32  // where, of the goroutine that acted: index into Stacks, from 1 on
	Statement uint64 // of Created and Born: the address of the go statement, after its call
	Entry     uint64 // of Born: the address of the first function

	// Before and After are how long the thread had been standing still at the instant, and went on to do
	// so, because it was looked at; ns. Stop says that it stood still at all; it is not written.
	Before, After int64
	Stop          bool
}

// A Recording is what was seen of one process, in the order of time.
type Recording struct {
	PID    int
	Bias   uint64 // of an address in the process less that in the file
	Events []Event
	Stacks [][]uint64 // return addresses, innermost first
}
