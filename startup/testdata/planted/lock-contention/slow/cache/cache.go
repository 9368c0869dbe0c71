// Package cache holds what the program looks up often.
package cache

import (
	"sync"
	"time"

	"example.com/planted/lock-contention/stopwatch"
)

// Cache is a cache of texts.
type Cache struct {
	mu    sync.Mutex
	texts map[string]string
}

// New returns a cache that holds what is needed at once.
func New() *Cache { return &Cache{texts: map[string]string{"greeting": "welcome"}} }

// Get returns the text for key, "" if there is none.
func (c *Cache) Get(key string) string {
	start := time.Now()
	c.mu.Lock()
	stopwatch.Record(start)
	defer c.mu.Unlock()
	return c.texts[key]
}

// Warm adds what was saved by the last run. It closes begun once it has begun.
func (c *Cache) Warm(begun chan<- struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(begun)
	for key, text := range read() {
		c.texts[key] = text
	}
}

// read stands for reading a big file from a slow disk.
func read() map[string]string {
	time.Sleep(300 * time.Millisecond) // want: lock-contention
	return map[string]string{"farewell": "good-bye"}
}
