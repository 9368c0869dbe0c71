// Package startup answers: why does this Go program start slowly?
//
// It builds the program twice, plainly and with a small agent, and runs it several times. One run
// of the instrumented build yields the exact time of every init function, an execution trace from
// before the first user init to ready, and CPU samples; the plain runs yield the time to ready
// that users see. The critical path is walked back from ready to exec, each piece of it is
// attributed to a goroutine, a state and a line, and the pieces are folded into ranked causes. Off
// the path it tells what goroutines were blocked by, how many there were, and, from one more run,
// what was allocated where. Profiles for `go tool pprof` lie beside the record.
//
// Times are seconds, memory is bytes. Time to ready, CPU, RSS and faults come from the plain
// pass; phases, the path and the causes come from the trace pass, and the two are never mixed.
//
// Instead of a package the target may be an executable that is there. Then nothing is built: packages,
// modules and versions come from its function table and build info. In place of the traced run it is
// observed as it is: breakpoints at its init functions and in the runtime's scheduler give the same
// timeline. What it stood still at them is left out of all figures of that pass, which is called ptrace.
//
// Cold runs, where they are asked for, are plain runs before which the page cache drops the executable and the
// shared libraries that it loads. They are made in turns with warm ones, and one that reads nothing from the disk
// is not called cold. Reads are what the kernel counts for the process, in bytes of whole pages, read ahead or not.
//
// # Limitations
//
// What other processes have mapped stays in the page cache, and so do files that the program reads. What a disk or
// a host below caches is not known: cold is said of the page cache of this machine alone.
//
// What an executable without its source allocates is not seen. A hit of a breakpoint takes it 20 to 50 µs;
// what follows from that, such as goroutines that change threads more often, is in the figures. Its modules
// and versions are known as far as its build info goes, and who imports whom is not. Where the runtime's
// layout is not known, init functions and their CPU time are told, waits are not. Where it was built with -trimpath, a package is taken for one of the standard
// library by its path; without build info, too, that is wrong for modules whose path has no dot.
//
// CPU samples are taken by the kernel at 10 kHz of CPU time, in user mode, and less often where that
// would cost more than a tenth of it, which is measured. Where that is denied, threads of an executable that
// run are stopped at 1 kHz to see where they are, and how long it stood still is estimated. Of a package the Go
// runtime's profiler takes them, in five runs for package init, every 4 ms of CPU
// at best (the kernel's tick), so CPU below that has an exact function in package init, but no line; its memory, about 3.5 MiB, brings the first collection of
// the traced run forward, and starvation by other processes shows as running time. Of what
// precedes the agent (exec, dynamic linking, the runtime's own start) only the dynamic loader is told
// apart, and only where Cupel may trace its children. Allocations by site are estimated from samples with
// the innermost 32 frames, the totals are exact; objects below 16 bytes that share a block count as one by
// site. Only the last module's init list is timed in programs that load plugins. A program that replaces itself by exec, or that leaves getting ready to
// another execution of itself, is timed but not explained; one that goes into the background is refused.
//
// # Sources
//
// The Go execution trace format of go1.22 and later (golang.org/x/exp/trace), the runtime's
// inittask list, and CLOCK_MONOTONIC, on which the trace and Cupel's own marks agree; posix_fadvise(2),
// getrusage(2) and proc(5) for cold runs.
//
// The package carries no compatibility promise.
package startup
