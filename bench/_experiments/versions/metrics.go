package main

import (
	"fmt"
	"os"
	"runtime/metrics"
)

// readMetrics measures metrics.Read of one metric, for metrics that every toolchain here knows.
func readMetrics(c *costs, n int) {
	for _, m := range []struct{ label, name string }{
		{"goroutines", "/sched/goroutines:goroutines"},
		{"heap-allocs", "/gc/heap/allocs:bytes"},
		{"gc-pauses", "/gc/pauses:seconds"},
		{"sched-latencies", "/sched/latencies:seconds"},
	} {
		sample := []metrics.Sample{{Name: m.name}}
		metrics.Read(sample) // the first read makes the histogram that the others reuse
		if sample[0].Value.Kind() == metrics.KindBad {
			fmt.Fprintf(os.Stderr, "this runtime has no metric %s\n", m.name)
			os.Exit(1)
		}
		c.window("metrics-read/metric="+m.label, n, func() {
			for i := 0; i < n; i++ {
				metrics.Read(sample)
			}
		})
	}
}
