// Command slow asks for a garbage collection after each part of the graph that it builds.
package main

import (
	"fmt"

	"example.com/planted/gc-forced/slow/graph"
	"example.com/planted/gc-forced/stopwatch"
)

func main() {
	tree := graph.Build()
	fmt.Println(tree.Len())
	stopwatch.Write()
}
