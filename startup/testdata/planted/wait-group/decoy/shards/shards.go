// Package shards checks the shards of the data.
package shards

import (
	"crypto/sha256"
	"sync"
	"time"
)

// Check returns the checksums of the shards, which are small, and begins to move them, which
// nobody waits for.
func Check() [][sha256.Size]byte {
	sums := make([][sha256.Size]byte, 3)
	var wg sync.WaitGroup
	for i := range sums {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sums[i] = sha256.Sum256(make([]byte, 1<<10))
		}()
	}
	wg.Wait()
	go move()
	return sums
}

// move stands for writing to a slow disk.
func move() { time.Sleep(300 * time.Millisecond) }
