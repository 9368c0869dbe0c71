// Package zones knows the delivery zone of an address.
package zones

import (
	"sync"
	"time"

	"example.com/planted/table-at-init/stopwatch"
)

const cost = 300 * time.Millisecond

var table = sync.OnceValue(build)

// Zone returns the zone of the address with the given hash, 0 if there is none.
func Zone(hash uint64) uint32 { return table()[hash] }

// build fills the table until cost has passed. It holds no pointers, so that the garbage collector
// has little to do with it.
func build() map[uint64]uint32 {
	start := time.Now()
	defer stopwatch.Record(start)
	table := map[uint64]uint32{}
	key := uint64(1)
	for time.Since(start) < cost {
		for range 1024 {
			key = key*6364136223846793005 + 1442695040888963407
			table[key] = uint32(key >> 40)
		}
	}
	return table
}
