// Command decoy asks for a garbage collection, too, but once and for a small heap.
package main

import (
	"fmt"

	"example.com/planted/gc-on-path/decoy/graph"
	"example.com/planted/gc-on-path/stopwatch"
)

func main() {
	tree := graph.Build()
	fmt.Println(tree.Len())
	stopwatch.Write()
}
