// Command slow asks for a garbage collection after each part of the graph that it builds.
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
