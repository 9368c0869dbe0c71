// Published: /gc/pauses:seconds can be watched for sudden rises.
//
// It prints by how many pauses the histogram grows in three collections.
package main

import (
	"fmt"
	"runtime"
	"runtime/metrics"
)

func main() {
	before := pauses()
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	fmt.Printf("rise=%d\n", pauses()-before)
}

// pauses returns the number of all pauses so far; 0 if there is no such metric.
func pauses() (n uint64) {
	sample := []metrics.Sample{{Name: "/gc/pauses:seconds"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindFloat64Histogram {
		return 0
	}
	for _, count := range sample[0].Value.Float64Histogram().Counts {
		n += count
	}
	return n
}
