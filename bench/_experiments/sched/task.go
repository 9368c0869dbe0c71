package main

import (
	"runtime"
	"time"
)

// A task is some computation and a diary of where it waited. All moments are counted from the
// one at which the first task was handed over.
type task struct {
	seed  uint64
	steps int

	handed  time.Duration    // the moment it was handed over
	delays  [3]time.Duration // each time it was made runnable: how long until it ran
	delayed int
	waited  time.Duration // for its turn: parked on the semaphore, or lying in the pool's channel
	worked  time.Duration
	done    time.Duration // the moment it was done
	result  uint64
}

// work computes in two halves and yields between them, as a task does that takes a lock, blocks or
// is preempted. Without that, tasks shorter than the scheduler's slice of 10 ms would run from
// their start to their end, no more than GOMAXPROCS of them would ever ask at a time, and a
// semaphore of GOMAXPROCS or more would stop nobody.
func (t *task) work(begin time.Time) {
	start := time.Since(begin)
	x := spin(t.seed, t.steps/2)
	yielded := time.Since(begin)
	runtime.Gosched()
	back := time.Since(begin)
	t.delay(back - yielded)
	t.result = spin(x, t.steps-t.steps/2)
	t.done = time.Since(begin)
	t.worked = yielded - start + t.done - back
}

// delay notes that the task was runnable for d before it ran.
func (t *task) delay(d time.Duration) {
	t.delays[t.delayed] = d
	t.delayed++
}

// spin is a chain of operations of which each needs the one before (xorshift), so that a step
// takes about six cycles on any processor: the count of steps is the amount of work. The same
// count everywhere, rather than one measured at the start, because a busy neighbour would change
// the measure and so the work.
//
//go:noinline
func spin(x uint64, steps int) uint64 {
	for i := 0; i < steps; i++ {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}
