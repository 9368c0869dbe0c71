// Package shards checks the shards of the data.
package shards

import (
	"crypto/sha256"
	"sync"
	"time"

	"example.com/planted/wait-group/stopwatch"
)

// costs are the times that the shards take: one of them is far bigger than the others.
var costs = []time.Duration{time.Millisecond, 300 * time.Millisecond, time.Millisecond}

// Check returns the checksums of the shards.
func Check() [][sha256.Size]byte {
	defer stopwatch.Record(time.Now())
	sums := make([][sha256.Size]byte, len(costs))
	var wg sync.WaitGroup
	for i, cost := range costs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sums[i] = checksum(cost)
		}()
	}
	wg.Wait()
	return sums
}

// checksum works the checksum of a shard out until cost has passed, so that it is as dear on a
// fast machine as on a slow one.
func checksum(cost time.Duration) [sha256.Size]byte {
	data := make([]byte, 1<<20)
	var sum [sha256.Size]byte
	for start := time.Now(); time.Since(start) < cost; {
		sum = sha256.Sum256(data) // want: cpu-on-path
	}
	return sum
}
