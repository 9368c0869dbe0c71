// Package cache is filled by another process.
package cache

import (
	"time"

	"example.com/planted/several-signer/stopwatch"
)

// Settle gives the other process time to fill the cache.
func Settle(pause time.Duration) {
	defer stopwatch.Record("sleep-on-path", time.Now())
	time.Sleep(pause) // want: sleep-on-path
}
