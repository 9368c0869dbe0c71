// Command slow asks for garbage collections after it has built its graph, and ranks it.
package main

import (
	"fmt"
	"time"

	"example.com/planted/several-graph/graph"
	"example.com/planted/several-graph/ranking"
	"example.com/planted/several-graph/stopwatch"
)

func main() {
	g := graph.Build(30)
	g.Compact(200 * time.Millisecond)
	fmt.Println(g.Len(), ranking.Best(90*time.Millisecond))
	stopwatch.Write()
}
