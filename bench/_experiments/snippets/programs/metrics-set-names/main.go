// Published: the names for the samples are the elements of metrics.All().
package main

import (
	"fmt"
	"runtime/metrics"
)

func main() {
	set := metrics.All()
	vals := make([]metrics.Sample, len(set))
	for i := range set {
		vals[i].Name = set[i]
	}
	metrics.Read(vals)
	for _, v := range vals {
		if v.Name == "/memory/heap/allocs:bytes" || v.Name == "/gc/num:gc" {
			fmt.Printf("%s=%d\n", v.Name, v.Value.Uint64())
		}
	}
}
