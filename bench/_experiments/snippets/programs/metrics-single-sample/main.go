// Published: one sample is read by metrics.Read(&sample), and its value is sample.Value.(int64).
package main

import (
	"fmt"
	"runtime/metrics"
)

func main() {
	var sample metrics.Sample
	sample.Name = "/sched/goroutines:goroutines"
	metrics.Read(&sample)
	fmt.Printf("goroutines=%d\n", sample.Value.(int64))
}
