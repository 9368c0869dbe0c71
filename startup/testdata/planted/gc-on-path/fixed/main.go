// Command fixed builds its graph without pointers, and with the collector as it is.
package main

import (
	"fmt"

	"example.com/planted/gc-on-path/fixed/graph"
	"example.com/planted/gc-on-path/stopwatch"
)

func main() {
	tree := graph.Build()
	fmt.Println(tree.Len())
	stopwatch.Write()
}
