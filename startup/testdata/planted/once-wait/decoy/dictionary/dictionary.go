// Package dictionary knows the words of a language.
package dictionary

import (
	"crypto/sha256"
	"sync"
	"time"
)

var (
	once     sync.Once
	sum      [sha256.Size]byte
	synonyms sync.Once
)

// Preload begins to load the synonyms beside the caller.
func Preload() {
	begun := make(chan struct{})
	go synonyms.Do(func() {
		close(begun)
		time.Sleep(300 * time.Millisecond) // stands for reading a big file from a slow disk
	})
	<-begun
}

// Checksum returns the checksum of the dictionary, which is loaded if need be.
func Checksum() [sha256.Size]byte {
	once.Do(func() { sum = sha256.Sum256([]byte("word")) })
	return sum
}
