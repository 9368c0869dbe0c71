// Package dictionary knows the words of a language.
package dictionary

import (
	"crypto/sha256"
	"sync"
	"time"

	"example.com/planted/once-wait/stopwatch"
)

const cost = 300 * time.Millisecond

var (
	once  sync.Once
	begun = make(chan struct{})
	sum   [sha256.Size]byte
)

// Preload begins to load the dictionary beside the caller.
func Preload() {
	go once.Do(load)
	<-begun
}

// Checksum returns the checksum of the dictionary, which is loaded if need be.
func Checksum() [sha256.Size]byte {
	start := time.Now()
	once.Do(load)
	stopwatch.Record(start)
	return sum
}

// load works out the checksum again and again until cost has passed, so that it is as dear on a
// fast machine as on a slow one.
func load() {
	close(begun)
	words := make([]byte, 1<<20)
	for start := time.Now(); time.Since(start) < cost; {
		sum = sha256.Sum256(words)
	}
}
