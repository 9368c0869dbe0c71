// Package index indexes documents by their hash.
package index

// Build indexes all documents. Each of them changes goroutines by itself.
func Build() []int {
	documents := make(chan int)
	go read(documents)
	index := make([]int, 1<<12)
	for d := range documents {
		index[hash(d)] = d
	}
	return index
}

// read sends a few documents.
func read(documents chan<- int) {
	defer close(documents)
	for d := range 50 {
		documents <- d
	}
}

func hash(d int) uint32 { return uint32(d) * 2654435761 >> 20 }
