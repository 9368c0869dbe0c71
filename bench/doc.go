// Package bench answers: which of several alternatives is better on this machine, and what can Go really do here?
//
// Arms are commands, revisions or Go versions of one module's benchmarks, or the programs of an experiment in several
// languages. All of them run once a turn, in random order, the baseline twice, until it is clear how they differ;
// an arm that fails, or that prints another result than the others, ends it. Measured are wall time and CPU
// time in seconds (the latter of wait4, with waited-for children), the peak memory of the process tree in bytes, and what
// programs print themselves in the Go benchmark format.
//
// [Run] compares commands, [Go] benchmarks of a module, [Experiment] carries out a folder with experiment.yaml, of which
// [Catalogue] lists the built-in ones, and [Check] judges published claims ([Published]) by them.
//
// # Limitations
//
// A ratio holds between these programs on this machine as it was. The memory of a tree of processes is the highest
// sum seen every 5 ms, where what they share counts for each; a process that lives for less than that may be missed.
// What runs in a daemon that an arm only talks to is not measured. Wall times are judged only while the machine is fit for it.
//
// What a run of a Go benchmark gives is a mean of many operations; its CPU time is that of the whole process while the timer runs,
// to the microsecond for each time that it is started.
//
// Sources: T. Kalibera, R. Jones, "Rigorous Benchmarking in Reasonable Time", ISMM 2013, for repetition on the level of
// processes; the Go benchmark format, https://go.dev/design/14313-benchmark-format.
//
// The package carries no promise of compatibility.
package bench
