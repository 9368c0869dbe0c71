// Command decoy keeps the collector as short of memory, too, but has next to nothing to collect.
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
