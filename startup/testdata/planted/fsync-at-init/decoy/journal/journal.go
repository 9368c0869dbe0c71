// Package journal keeps what the program may forget.
package journal

import (
	"log"

	"example.com/planted/fsync-at-init/scratch"
)

var entries = replay()

// Entries returns how many entries there are.
func Entries() int { return entries }

// replay writes entries. It returns how many there are.
func replay() int {
	f := scratch.File()
	defer f.Close()
	const n = 100
	for range make([]struct{}, n) {
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			log.Fatalf("writing the journal: %v", err)
		}
	}
	return n
}
