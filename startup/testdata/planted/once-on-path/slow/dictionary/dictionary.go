// Package dictionary knows the words of a language.
package dictionary

import (
	"crypto/sha256"
	"sync"
	"time"

	"example.com/planted/once-on-path/stopwatch"
)

const cost = 300 * time.Millisecond

// Checksum returns the checksum of the dictionary, which is loaded on first use.
var Checksum = sync.OnceValue(load)

// load works out the checksum again and again until cost has passed, so that it is as dear on a
// fast machine as on a slow one.
func load() [sha256.Size]byte {
	start := time.Now()
	defer stopwatch.Record(start)
	words := make([]byte, 1<<16)
	sum := sha256.Sum256(words)
	for time.Since(start) < cost {
		sum = sha256.Sum256(words) // want: once-on-path
	}
	return sum
}
