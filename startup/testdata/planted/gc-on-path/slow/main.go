// Command slow builds a big heap of pointers while the collector may use only 5 % more than what is alive.
package main

import (
	"fmt"

	"example.com/planted/gc-on-path/slow/graph"
	"example.com/planted/gc-on-path/stopwatch"
)

func main() {
	tree := graph.Build()
	fmt.Println(tree.Len())
	stopwatch.Write()
}
