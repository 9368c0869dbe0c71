package experiment

import (
	"fmt"
	"time"
)

// DefaultQuiet is how long a program uses no CPU until it counts as settled.
const DefaultQuiet = time.Second

// The limits of a quiet time: looks come up to 5 ms apart, and nobody waits longer for nothing.
const leastQuiet, mostQuiet = 50 * time.Millisecond, time.Hour

// quietWatch follows the CPU time of the program and its descendants. An idle Go program uses none at
// all: its threads sleep until a timer, the network or a signal wakes one.
type quietWatch struct {
	quiet   int64   // ns without work that make the program settled
	idle    float64 // share of one CPU that counts as none
	moves   []move  // looks at which more had been used than before; those that still matter
	last    float64 // what the clock said last
	longest move    // the longest time without any work so far: its beginning, and ns
}

// A move is a look at which CPU time had been used since the one before.
type move struct {
	at   int64   // ns
	used float64 // seconds so far; of longest the length
}

// look notes what the clocks of the program's processes say at an instant.
func (w *quietWatch) look(now int64, cpu float64) {
	if n := len(w.moves); n > 0 && cpu == w.last {
		if length := float64(now-w.moves[n-1].at) / 1e9; length > w.longest.used {
			w.longest = move{w.moves[n-1].at, length}
		}
		return
	}
	used := max(cpu-w.last, w.last-cpu) // a process that has ended takes its time along
	if n := len(w.moves); n > 0 {
		used += w.moves[n-1].used
	}
	w.moves, w.last = append(w.moves, move{now, used}), cpu
	for len(w.moves) > 1 && w.moves[1].at <= now-w.quiet {
		w.moves = w.moves[1:]
	}
}

// settled returns the instant from which on the program has used no CPU for the quiet time.
func (w *quietWatch) settled(now int64) (int64, bool) {
	base := -1
	for base+1 < len(w.moves) && w.moves[base+1].at <= now-w.quiet {
		base++
	}
	if base < 0 {
		return 0, false
	}
	used := w.moves[len(w.moves)-1].used - w.moves[base].used
	return w.moves[base].at, used <= w.idle*float64(w.quiet)/1e9
}

// workedAfter reports whether the program used CPU later than a second after an instant: what slept then
// was waiting for a timer, and no deadlock.
func (w *quietWatch) workedAfter(since int64) bool {
	n := len(w.moves)
	return n > 0 && w.moves[n-1].at > since+int64(time.Second)
}

// noticeQuiet lets the watch look.
func (a *attempt) noticeQuiet() {
	if cpu, ok := spent(a.relatives()); ok {
		a.quiet.look(Monotonic(), cpu)
	}
}

// lookQuiet is readiness by Settle.
func (a *attempt) lookQuiet() (hit, bool) {
	a.noticeQuiet()
	now := Monotonic()
	at, ok := a.quiet.settled(now)
	if !ok || now < a.run.Start+int64(a.cmd.NotBefore) {
		return hit{}, false
	}
	return hit{at: at, use: used(a.child.pid)}, true
}

// restless is overdue for Settle.
func (a *attempt) restless(limit string) string {
	text := fmt.Sprintf("the program was never without work for %s in %s", a.ready.quiet(), limit)
	if l := a.quiet.longest; l.used > leastQuiet.Seconds() {
		text += fmt.Sprintf("; the longest was %s from %s on: if it ticks, name a shorter time as in settle:%s",
			seconds(time.Duration(l.used*1e9)), seconds(time.Duration(l.at-a.run.Start)), shorter(l.used))
	}
	return text
}

// tickingShare is the share of one CPU up to which a program that is never idle for long ticks rather
// than works: a hundred ticks a second take less.
const tickingShare = 0.05

// quietSince adds to overdue that the program has been idle and how to say that this is readiness.
func (a *attempt) quietSince() string {
	l, flag, since := a.quiet.longest, Settle, "it used no CPU"
	if l.used < DefaultQuiet.Seconds() {
		if !a.ticks() {
			return ""
		}
		flag, since = Settle+":"+shorter(l.used), "at the longest it used no CPU"
	}
	return fmt.Sprintf("; %s for %s from %s on: if it is ready then, say so with --ready %s, or with "+
		"--ready stderr:REGEX by what it prints", since, seconds(time.Duration(l.used*1e9)),
		seconds(time.Duration(l.at-a.run.Start)), flag)
}

// ticks reports whether the program has worked little, but often, for long enough to tell.
func (a *attempt) ticks() bool {
	w := &a.quiet
	return a.cmd.Timeout >= 2*DefaultQuiet && w.longest.used >= 2*leastQuiet.Seconds() && len(w.moves) > 0 &&
		w.moves[len(w.moves)-1].used <= tickingShare*a.cmd.Timeout.Seconds()
}

// shorter is a quiet time well below one that was seen, in seconds.
func shorter(seen float64) string {
	return max(leastQuiet, time.Duration(seen*0.75*1e9)).Round(10 * time.Millisecond).String()
}
