// Package goevent answers: what did the goroutines of a process do, as seen from outside at points of the
// Go runtime's code? A [Recording] is what was noted there, [Recording.Write] turns its addresses into
// frames and writes it as text, [Read] makes a timeline of that: the same model as that of an execution
// trace. Times are nanoseconds of CLOCK_MONOTONIC.
//
// # Limitations
//
// A goroutine that the network poller or a timer makes runnable is seen again when it runs: its delay
// counts as part of the wait.
// Which of several goroutines that one go statement has made, and none of which has run, is which follows
// from the order of their numbers, or else from that in which they run. Switches between coroutines (iter.Pull) are not seen.
package goevent
