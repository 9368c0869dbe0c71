// Package experiment answers: what happens when a program is started once, fairly and cleanly?
//
// A [Session] owns a temporary folder and everything that its runs start. [Session.Run] starts a
// program with /dev/null as stdin, waits until it is ready (see [Ready]), reads what that cost,
// stops it, and removes whatever it left behind: its process group, descendants that left the
// group, and the sockets and files that would hinder the next run.
//
// Times are nanoseconds of CLOCK_MONOTONIC, the clock of Go's execution trace and of perf, taken
// just before the fork ([Run.Start]), at the instant of readiness and when wait4 returned.
// CPU is seconds, memory is bytes.
//
// [Command.Stopped] lets a run be observed from the exec on: the program is forked as a tracee, so
// that it stops there, and let go after the call. What that took is [Run.Stood]; Start is later by
// as much, so that the time from Start to Ready stays comparable to that of plain runs.
// [Command.Trace] keeps a tracer on the program until its end.
//
// # Limitations
//
// A listening socket is found by polling, every 0.1 to 1 ms: Ready is late by about one interval.
// Listening is not serving: a program may work between Listen and its first Accept; only
// [Command.AcceptProbe] waits for that. A unix socket does not show when a connection is accepted.
// That the program replaced itself by exec is seen while it runs, not after its end.
// [Settle] takes a program that waits for longer than the quiet time on its way for settled, and
// never sees one settled that ticks more often; its instant is late by up to one interval.
// A descendant that leaves the process group and wipes its environment is not found.
// A signal that reaches the program between its fork and its exec holds up a start with Stopped.
// Outside Linux only what the standard library offers is measured; the rest reads "not measured".
//
// Sources: proc(5), prctl(2), ptrace(2), unix(7), and Linux net/ipv4/tcp_ipv4.c for the order and
// the queue columns of /proc/net/tcp.
package experiment
