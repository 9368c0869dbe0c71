package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// A crowd is a number of goroutines that go down so many frames, park there, come back and park at
// the top, each when it is told to.
type crowd struct {
	n, frames int
	up, leave chan struct{} // closed to tell them
	here      sync.WaitGroup
	gone      sync.WaitGroup
	answers   int64 // of all: the frames that they passed
}

// park returns when all of them are at the bottom.
func park(n, frames int) *crowd {
	c := &crowd{n: n, frames: frames, up: make(chan struct{}), leave: make(chan struct{})}
	if frames == 0 {
		close(c.up)
	}
	c.here.Add(n)
	c.gone.Add(n)
	for i := 0; i < n; i++ {
		go c.stay()
	}
	c.here.Wait()
	return c
}

func (c *crowd) stay() {
	if c.frames > 0 {
		atomic.AddInt64(&c.answers, int64(descend(c.frames, &c.here, c.up)))
	}
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
	frame[frames] = 1
	below := 0
	if frames > 1 {
		below = descend(frames-1, here, up)
	} else {
		here.Done()
		<-up
	}
	return below + int(frame[frames])
}

// ascend returns when all are at the top again.
func (c *crowd) ascend() {
	c.here.Add(c.n)
	close(c.up)
	c.here.Wait()
}

// end lets all leave and asks what they had passed.
func (c *crowd) end() error {
	close(c.leave)
	c.gone.Wait()
	if want := int64(c.n * c.frames); c.answers != want {
		return fmt.Errorf("%d goroutines passed %d frames, want %d", c.n, c.answers, want)
	}
	return nil
}
