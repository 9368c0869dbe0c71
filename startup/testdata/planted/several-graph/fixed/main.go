// Command fixed leaves the garbage to the runtime and ranks the graph only if it is asked to.
package main

import (
	"flag"
	"fmt"
	"time"

	"example.com/planted/several-graph/graph"
	"example.com/planted/several-graph/ranking"
	"example.com/planted/several-graph/stopwatch"
)

func main() {
	rank := flag.Bool("rank", false, "rank the graph")
	flag.Parse()
	g := graph.Build(30)
	if *rank {
		fmt.Println(ranking.Best(90 * time.Millisecond))
	}
	fmt.Println(g.Len())
	stopwatch.Write()
}
