// Package words counts words.
package words

import (
	"strings"
	"sync"
)

var stop = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("a an and of or the to") {
		out[w] = true
	}
	return out
})

// Counter counts words, from several goroutines.
type Counter struct {
	mu    sync.Mutex
	count map[string]int
}

// Count returns how often each word is in the lines. Each line has a goroutine.
func Count(lines []string) map[string]int {
	c := &Counter{count: map[string]int{}}
	var wg sync.WaitGroup
	for _, line := range lines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.add(line)
		}()
	}
	wg.Wait()
	return c.count
}

func (c *Counter) add(line string) {
	for _, w := range strings.Fields(strings.ToLower(line)) {
		if stop()[w] {
			continue
		}
		c.mu.Lock()
		c.count[w]++
		c.mu.Unlock()
	}
}
