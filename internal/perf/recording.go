package perf

// MaxHz is the highest rate: the kernel's cpu-clock does not go below periods of 10 µs.
const MaxHz = 100_000

// Recording is what was sampled of one process. Samples and switches are in the order of time.
type Recording struct {
	Hz        int    // samples asked for, per second of CPU time
	PID       int    // of the process
	Bias      uint64 // of an address in the process less that in the file
	Samples   []Sample
	Switches  []Switch
	Stacks    []Stack
	Lost      uint64 // records that found no room
	Throttled uint64 // times the kernel held the sampling up to save CPU time
	Replaced  int64  // when the process replaced its program, ns; 0: it did not
}

// Sample is where a thread was at an instant.
type Sample struct {
	Time  int64 // ns
	TID   int32
	Stack int32 // index into Stacks
}

// Switch is a thread's getting or losing a CPU.
type Switch struct {
	Time      int64 // ns
	TID       int32
	Out       bool // it lost the CPU
	Preempted bool // Out, and it could have gone on
}

// Stack is a call chain of addresses in the process, innermost first. All but the first are return
// addresses.
type Stack struct {
	PCs []uint64

	// Beside is a return address at the stack pointer that frame pointers do not lead to, and
	// Callee the function that the instruction before it calls. If that is the innermost one,
	// Beside is in the caller that it hides. 0: none.
	Beside, Callee uint64
}
