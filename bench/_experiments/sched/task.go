package main

import (
	"runtime"
	"sync/atomic"
	"time"
)

// A task is some computation in two pieces and a diary of where it waited.
type task struct {
	seed  uint64
	steps int

	handed  moment  // over, to the scheduler or to the pool
	delays  [3]wait // each time it was made runnable: until it ran
	delayed int
	turn    wait // for its turn: parked on the semaphore, or lying in the pool's channel
	done    moment
	piece   time.Duration // the shorter one
	result  uint64
}

// A clock tells the time in two ways: in seconds, and in pieces of work that have been finished by
// all tasks. A busy neighbour makes the pieces longer, but not more.
type clock struct {
	begin  time.Time
	pieces atomic.Int64
}

type moment struct {
	at     time.Duration
	pieces int64
}

type wait struct {
	long   time.Duration
	pieces int64
}

func (c *clock) now() moment { return moment{time.Since(c.begin), c.pieces.Load()} }

func (m moment) since(before moment) wait { return wait{m.at - before.at, m.pieces - before.pieces} }

// work computes in two pieces and yields between them, as a task does that takes a lock, blocks or
// is preempted. Without that, tasks shorter than the scheduler's slice of 10 ms would run from
// their start to their end, no more than GOMAXPROCS of them would ever ask at a time, and a
// semaphore of GOMAXPROCS or more would stop nobody.
func (t *task) work(c *clock) {
	start := c.now()
	x := spin(t.seed, t.steps/2)
	c.pieces.Add(1)
	yielded := c.now()
	runtime.Gosched()
	back := c.now()
	t.delay(back.since(yielded))
	t.result = spin(x, t.steps-t.steps/2)
	c.pieces.Add(1)
	t.done = c.now()
	t.piece = yielded.at - start.at
	if second := t.done.at - back.at; second < t.piece {
		t.piece = second
	}
}

// delay notes how long the task was runnable before it ran.
func (t *task) delay(w wait) {
	t.delays[t.delayed] = w
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
