// Published: sync.Once moves the blocking from the start to the first caller.
package main

import (
	"fmt"
	"sync"
	"time"
)

const work = 20 * time.Millisecond

var (
	once sync.Once
	runs int
)

func load() {
	time.Sleep(work)
	runs++
}

func main() {
	atStart := runs
	began := time.Now()
	once.Do(load)
	first := time.Since(began)
	once.Do(load)
	fmt.Printf("at_start=%d\nfirst_waits=%v\nafter_two_calls=%d\n", atStart, first >= work, runs)
}
