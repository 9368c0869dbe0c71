// Package ptrace answers: when does which thread of a program, of its threads and of its descendants
// come to a given instruction?
//
// A [Tracer] follows a program that its thread has started with PTRACE_TRACEME. It stops every process
// at its exec, where breakpoints are set, and calls back when a thread hits one, forks or ends. It
// needs no privilege beyond that of tracing one's own children; [Available] says what is in the way.
// Times are nanoseconds of CLOCK_MONOTONIC, the clock of Go's execution trace and of perf.
//
// # Breakpoints
//
// A breakpoint is an int3 in the text of one process. None is ever single-stepped: while the
// original instruction stood there for a step, other threads would run past it. A [Breakpoint] with
// Once is gone when it is first hit, and the thread goes on at the original instruction. One that
// stays must stand on an instruction that the tracer can carry out itself, on registers and stack:
// push %rbp and sub $n,%rsp, with which Go functions make their frame. Others are refused.
//
// A hit costs the thread about 10 µs (see the benchmarks), in which other threads go on.
//
// # What the program sees
//
// Every signal is passed on, and reaches it as without a tracer. [Tracer.Tick] uses a real-time
// signal, since two of those never merge; it is taken back before the program could see it. Like
// every signal it lets the few system calls that cannot be resumed, such as epoll_wait, return EINTR.
//
// SIGSTOP and its kind do not hold a traced program: its parent is told that it stopped, and it goes
// on. Only PTRACE_SEIZE could do better, which a program started with PTRACE_TRACEME has no use for.
//
// # Limitations
//
// Linux 4.7 or later. Breakpoints exist on amd64 only, in processes of 64 bits. A function that checks
// its own text (FIPS 140) sees them. A setuid program loses its privileges under ptrace by an
// unprivileged user. A program cannot be traced by two: the target's own use of ptrace fails. A thread
// that blocks the signal of Tick is sampled when it no longer does. If a process is killed in the
// middle of a fork, its breakpoints may stay in the child's text.
// A descendant that cannot be stopped within ten seconds when the first process ends, since it stands in the
// kernel, is killed.
//
// Sources: ptrace(2), wait(2), signal(7), proc(5), and Linux kernel/ptrace.c, kernel/exit.c (that
// __WCLONE alone selects traced processes) and fs/proc/base.c (that a tracer may write to text).
package ptrace
