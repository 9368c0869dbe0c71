// Package dictionary knows the words of a language.
package dictionary

import (
	"crypto/sha256"
	"sync"
	"time"
)

const cost = 100 * time.Millisecond

// seed is what the checksum begins with, made on first use.
var seed = sync.OnceValue(func() byte { return sha256.Sum256([]byte("word"))[0] })

// Checksum returns the checksum of the dictionary. Only its seed is made just once.
func Checksum() [sha256.Size]byte {
	words := make([]byte, 1<<16)
	words[0] = seed()
	sum := sha256.Sum256(words)
	for start := time.Now(); time.Since(start) < cost; {
		sum = sha256.Sum256(words)
	}
	return sum
}
