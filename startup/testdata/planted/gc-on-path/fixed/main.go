// Command fixed leaves the garbage to the runtime.
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
