// Package dictionary knows the words of a language.
package dictionary

import (
	"sync"
	"time"

	"example.com/planted/several-search/stopwatch"
)

var (
	once  sync.Once
	delay time.Duration
	words []string
)

// Preload begins to load the dictionary beside the caller, from a disk that takes so long to read it.
func Preload(takes time.Duration) {
	delay = takes
	begun := make(chan struct{})
	go once.Do(func() {
		close(begun)
		words = read()
	})
	<-begun
}

// Words returns the words, which are loaded if need be.
func Words() []string {
	start := time.Now()
	once.Do(func() { words = read() })
	stopwatch.Record("once-wait", start)
	return words
}

// read stands for reading a big file from a slow disk.
func read() []string {
	time.Sleep(delay) // want: once-wait
	return []string{"farewell", "welcome"}
}
