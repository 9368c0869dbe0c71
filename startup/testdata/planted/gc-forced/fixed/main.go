// Command fixed leaves the garbage to the runtime.
package main

import (
	"fmt"

	"example.com/planted/gc-forced/fixed/graph"
	"example.com/planted/gc-forced/stopwatch"
)

func main() {
	tree := graph.Build()
	fmt.Println(tree.Len())
	stopwatch.Write()
}
