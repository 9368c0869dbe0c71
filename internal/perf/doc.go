// Package perf answers: where did the threads of one process spend their CPU time, from its first
// instruction on?
//
// [Open] samples a process that stands still at its exec, with the kernel's cpu-clock event on each
// CPU: after each period of CPU time in user mode the kernel notes thread, instant and call chain.
// It also notes when a thread got a CPU and when it lost it. [Sampler.Stop] returns the [Recording],
// [Recording.Write] turns its addresses into frames and writes it as text, [Read] reads that back
// as a [Profile]. Times are nanoseconds of CLOCK_MONOTONIC, the clock of Go's execution trace.
//
// No privilege is needed up to kernel.perf_event_paranoid = 2: the kernel's own time is left out,
// only the process given is looked at, and the buffers stay within kernel.perf_event_mlock_kb.
// [Available] says what is in the way.
//
// # Addresses
//
// An executable may lie elsewhere than its file says (PIE). The kernel tells a process where its
// first instruction is, in /proc/PID/auxv; that less the entry of the file is [Recording.Bias]. It
// needs neither symbols nor a look at mappings, and holds for every linker. Addresses outside of
// the executable, of the vDSO and of shared libraries, stay addresses without a symbol.
//
// # Limitations
//
// Time in the kernel is not sampled: compare with the switches. A process that replaces its program
// (exec) is sampled up to there, its children are not. CPUs that the process may not use when it
// starts are not watched. Call chains follow frame pointers: assembly, cgo and the vDSO may end
// them early. A function without a frame hides its caller; on amd64 that one is found at the stack
// pointer when it made a direct call, elsewhere it is missing.
//
// Sources: perf_event_open(2), getauxval(3), time_namespaces(7), and Linux kernel/events/core.c for
// the layout of records.
package perf
