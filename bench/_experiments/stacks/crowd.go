package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// A crowd is a number of goroutines that go down so many frames, park there, come back, answer and park
// at the top, each when it is told to.
type crowd struct {
	answers   int64 // of all: the frames that they passed, and one; first, for 32-bit machines
	n, frames int
	up, leave chan struct{} // closed to tell them
	here      sync.WaitGroup
	gone      sync.WaitGroup
}

// park returns when all of them are at the bottom.
func park(n, frames int) (*crowd, error) {
	c := &crowd{n: n, frames: frames, up: make(chan struct{}), leave: make(chan struct{})}
	c.here.Add(n)
	c.gone.Add(n)
	for i := 0; i < n; i++ {
		go c.stay()
	}
	c.here.Wait()
	if frames == 0 { // the bottom is the top
		return c, c.check()
	}
	return c, nil
}

func (c *crowd) stay() {
	passed := 0
	if c.frames > 0 {
		passed = descend(c.frames, &c.here, c.up)
	}
	atomic.AddInt64(&c.answers, int64(passed+1))
	c.here.Done()
	<-c.leave
	c.gone.Done()
}

// descend goes down frames of at least 512 bytes and waits at the bottom. It returns how many there
// were, by reading from each what it had written there.
//
//go:noinline
func descend(frames int, here *sync.WaitGroup, up <-chan struct{}) int {
	var frame [512]byte
	frame[frames%len(frame)] = 1
	below := 0
	if frames > 1 {
		below = descend(frames-1, here, up)
	} else {
		here.Done()
		<-up
	}
	return below + int(frame[frames%len(frame)])
}

// ascend returns when all are at the top again. Those of a crowd without frames are there already.
func (c *crowd) ascend() error {
	if c.frames == 0 {
		return nil
	}
	c.here.Add(c.n)
	close(c.up)
	c.here.Wait()
	return c.check()
}

// check compares the answers with what was asked for: that is the result of the work.
func (c *crowd) check() error {
	if want := int64(c.n) * int64(c.frames+1); c.answers != want {
		return fmt.Errorf("%d goroutines below %d frames answered %d, want %d", c.n, c.frames, c.answers, want)
	}
	return nil
}

// end returns when all have left.
func (c *crowd) end() {
	close(c.leave)
	c.gone.Wait()
}
