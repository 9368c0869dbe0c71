// Published: metrics.Read(metrics.All()) returns a snapshot, to be compared with a later one.
package main

import (
	"fmt"
	"runtime/metrics"
)

func main() {
	before := metrics.Read(metrics.All())
	after := metrics.Read(metrics.All())
	fmt.Printf("differs=%v\n", before != after)
}
