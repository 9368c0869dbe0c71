// Package journal keeps what the program must not forget.
package journal

import (
	"log"
	"os"
	"sync"
	"time"

	"example.com/planted/fsync-at-init/scratch"
	"example.com/planted/fsync-at-init/stopwatch"
)

const cost = 200 * time.Millisecond

var entries = sync.OnceValue(replay)

// Entries returns how many entries there are.
func Entries() int { return entries() }

// replay writes entries and syncs each, until that has taken cost, so that it is as dear on a
// fast disk as on a slow one.
func replay() int {
	f := scratch.File()
	defer f.Close()
	n := 0
	for spent := time.Duration(0); spent < cost; n++ {
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			log.Fatalf("writing the journal: %v", err)
		}
		spent += flush(f)
	}
	return n
}

// flush returns how long it took.
func flush(f *os.File) time.Duration {
	start := time.Now()
	defer stopwatch.Record(start)
	if err := f.Sync(); err != nil {
		log.Fatalf("syncing the journal: %v", err)
	}
	return time.Since(start)
}
