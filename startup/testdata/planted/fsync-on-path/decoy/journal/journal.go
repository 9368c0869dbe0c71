// Package journal keeps what the program may forget.
package journal

import (
	"log"

	"example.com/planted/fsync-on-path/scratch"
)

// Replay writes entries. It returns how many there are.
func Replay() int {
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
