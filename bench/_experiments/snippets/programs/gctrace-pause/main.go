// Published: 0.010+128+0.012 ms clock in a line of GODEBUG=gctrace=1 is a pause of 128 ms.
//
// It collects five times with a heap of many pointers, and prints the pause of each as the runtime counts it.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func main() {
	debug.SetGCPercent(-1) // no collection but the five
	root := tree(19)
	for i := 0; i < 5; i++ {
		runtime.GC()
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	for i := uint32(0); i < stats.NumGC; i++ {
		fmt.Printf("pause%d=%.6f\n", i+1, float64(stats.PauseNs[i])/1e6)
	}
	runtime.KeepAlive(root)
}
