// Command fixed1 leaves the garbage to the runtime, but still ranks the graph.
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
	fmt.Println(g.Len(), ranking.Best(90*time.Millisecond))
	stopwatch.Write()
}
