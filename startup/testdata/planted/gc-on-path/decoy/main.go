// Command decoy asks for a garbage collection, too, but only if the heap is big, which it is not.
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
