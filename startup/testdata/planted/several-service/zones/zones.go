// Package zones works out the delivery zone of each address.
package zones

import (
	"time"

	"example.com/planted/several-service/stopwatch"
)

// Build fills a table until cost has passed. It holds no pointers, so that the garbage collector has
// little to do with it.
func Build(cost time.Duration) map[uint64]uint32 {
	start := time.Now()
	defer stopwatch.Record("table-at-init", start)
	table := map[uint64]uint32{}
	key := uint64(1)
	for len(table) == 0 || time.Since(start) < cost {
		for range 256 {
			key = key*6364136223846793005 + 1442695040888963407
			table[key] = uint32(key >> 40)
		}
	}
	return table
}
