package bpf

// Goroutine is one that a thread's registers tell of, by the rules of Go's ABIInternal.
type Goroutine uint8

// The goroutines that may be asked for.
const (
	Nobody  Goroutine = iota
	First             // the function's first argument
	Second            // its second
	Current           // the one that the thread runs, or that of the scheduler's stack
	Running           // the one that the thread left for the scheduler's stack
)

// Stack is whose return addresses are read.
type Stack uint8

// The stacks that may be asked for.
const (
	NoStack     Stack = iota
	Here              // that of the thread, whose caller's address is on top
	LeftByAbout       // that of About, from where it was left for the scheduler's stack
	LeftByOther       // that of Other, the same without the function that left it
)

// Asks is what is to be read at a point.
type Asks struct {
	About Goroutine // whom it happens to
	Other Goroutine // who does it
	Stack Stack
	Birth bool // also where About comes from
	Jump  bool // the point is a jump to where more stack is got: it counts when it is not taken
}

// cookie is what the kernel's program is told of a point.
func (a Asks) cookie(index int) uint64 {
	c := uint64(uint32(index)) | uint64(a.About)<<32 | uint64(a.Other)<<36 | uint64(a.Stack)<<40
	if a.Birth {
		c |= 1 << 44
	}
	if a.Jump {
		c |= 1 << 45
	}
	return c
}

// A Point is a place in the code.
type Point struct {
	Asks
	Offset uint64 // in the executable's file
	Index  int    // as told in hits
}

// Layout is where the runtime keeps what is read, in bytes from the beginning of runtime.g, and of runtime.m
// for Curg.
type Layout struct {
	Curg, Goid, Frame, Parent, Statement, Entry uint32
}

// MostFrames is how many return addresses are read at the most, as many as an execution trace keeps.
const MostFrames = 128

// A Hit is what was read when a thread came by a point. What was not asked for is zero, as is what could not be
// read.
type Hit struct {
	Time             int64 // ns of CLOCK_MONOTONIC
	Spent            int64 // ns that the kernel's program took
	TID              int32
	Index            int   // of the point
	About, Other     int64 // goroutines
	Parent           int64 // of About: the goroutine that began it
	Statement, Entry uint64
	AX, CX, DI       uint64
	Stack            []uint64 // return addresses, innermost first; valid during the call
	Stop             bool     // a tracer has stopped the thread for it; the kernel's program never does
}
