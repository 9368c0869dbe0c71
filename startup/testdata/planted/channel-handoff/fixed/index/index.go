// Package index indexes documents by their hash.
package index

// Build indexes all documents. They change goroutines by the thousand.
func Build() []int {
	batches := make(chan []int)
	go read(batches)
	index := make([]int, 1<<12)
	for batch := range batches {
		for _, d := range batch {
			index[hash(d)] = d
		}
	}
	return index
}

// read sends 20,000 documents.
func read(batches chan<- []int) {
	defer close(batches)
	for first := 0; first < 20_000; first += 1000 {
		batch := make([]int, 1000)
		for i := range batch {
			batch[i] = first + i
		}
		batches <- batch
	}
}

func hash(d int) uint32 { return uint32(d) * 2654435761 >> 20 }
