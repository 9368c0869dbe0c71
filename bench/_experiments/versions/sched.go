package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// handoff measures a value going to another goroutine over an unbuffered channel and back: two handoffs.
func handoff(c *costs, n int) (sum uint64) {
	there, back := make(chan uint64), make(chan uint64)
	go func() {
		for v := range there {
			back <- v + 1
		}
		close(back)
	}()
	c.window("handoff", 2*n, func() {
		for i := 0; i < n; i++ {
			there <- uint64(i)
			sum += <-back
		}
	})
	close(there)
	<-back
	return sum
}

// create measures a goroutine from the go statement to its end, 1000 at a time.
func create(c *costs, n int) uint64 {
	const batch = 1000
	var done atomic.Uint64
	c.window("goroutine", n/batch*batch, func() {
		for i := 0; i < n/batch; i++ {
			var wg sync.WaitGroup
			wg.Add(batch)
			for j := 0; j < batch; j++ {
				go func() {
					done.Add(1)
					wg.Done()
				}()
			}
			wg.Wait()
		}
	})
	runtime.GC() // outside of the window
	return done.Load()
}

// lock measures a mutex that nobody else wants.
func lock(c *costs, n int) (counted uint64) {
	var mu sync.Mutex
	c.window("mutex", n, func() {
		for i := 0; i < n; i++ {
			mu.Lock()
			counted++
			mu.Unlock()
		}
	})
	return counted
}
