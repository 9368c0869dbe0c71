// Command decoy does both, but neither takes long.
package main

import (
	"fmt"

	"example.com/planted/several-graph/graph"
	"example.com/planted/several-graph/ranking"
	"example.com/planted/several-graph/stopwatch"
)

func main() {
	g := graph.Build(30)
	g.Compact(0)
	fmt.Println(g.Len(), ranking.Best(0))
	stopwatch.Write()
}
