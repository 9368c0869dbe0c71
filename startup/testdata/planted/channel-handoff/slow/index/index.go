// Package index indexes documents by their hash.
package index

import (
	"time"

	"example.com/planted/channel-handoff/stopwatch"
)

const cost = 150 * time.Millisecond

// Build indexes all documents. Each of them changes goroutines by itself.
func Build() []int {
	defer stopwatch.Record(time.Now())
	documents := make(chan int)
	go read(documents)
	index := make([]int, 1<<12)
	for d := range documents { // want: channel-handoff
		index[hash(d)] = d
	}
	return index
}

// read sends documents until cost has passed: some 200,000 on a usual machine.
func read(documents chan<- int) {
	defer close(documents)
	start := time.Now()
	for d := 0; d%1024 != 0 || time.Since(start) < cost; d++ {
		documents <- d
	}
}

func hash(d int) uint32 { return uint32(d) * 2654435761 >> 20 }
