// Published: the metrics gc/heap/allocs:, goroutines: and mem/heap/bytes: exist, and carry whole numbers.
//
// It prints how many of the names it is given do, and how many metrics there are at all.
package main

import (
	"fmt"
	"os"
	"runtime/metrics"
)

func main() {
	found := 0
	for _, name := range os.Args[1:] {
		sample := []metrics.Sample{{Name: name}}
		metrics.Read(sample) // an unknown name is no error: its value is of KindBad
		if sample[0].Value.Kind() == metrics.KindUint64 {
			found++
		}
	}
	fmt.Printf("found=%d\nmetrics=%d\n", found, len(metrics.All()))
}
