// Package probe answers: which points of a Go executable tell what its goroutines do and how long each of
// its init functions takes, and what is there to be noted? It knows the runtimes of go1.18 to go1.27 on
// amd64, in executables that nobody prepared: stripped, position-independent, with cgo.
//
// [Open] looks at a file, [Program.Watch] sets breakpoints or uprobes in a process of it that stands still at
// its exec, and notes what they tell: the beginning of each init function and of main.main, once, and up to a
// number of times where goroutines are made, run, wait, are woken, enter the kernel and come back. Times
// are nanoseconds of CLOCK_MONOTONIC.
//
// Where the kernel does not sample, [Watch.Sampler] stops each thread that runs, a thousand times a second, and
// notes its stack; from the CPU time of threads it follows how long they stood still.
//
// # Limitations
//
// Of other architectures and of runtimes that are not known the init functions alone are seen. A hit costs
// the program some 20 µs at a breakpoint and 2 µs at a uprobe: beyond [Budget] hits goroutines are left alone, and what they do from there on is
// not known. Functions of crypto/internal/fips140 are left alone where the program checks its own code
// (GODEBUG=fips140): a breakpoint would fail that check.
//
// Sources: runtime/runtime2.go, runtime/proc.go, runtime/traceruntime.go and runtime/trace.go of go1.18 to
// go1.27; cmd/compile/abi-internal.md for the registers.
package probe
