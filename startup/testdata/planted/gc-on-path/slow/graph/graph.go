// Package graph builds a graph in memory.
package graph

import (
	"log"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"example.com/planted/gc-on-path/stopwatch"
)

const cost = 450 * time.Millisecond

// Graph is a list of chains of nodes.
type Graph struct {
	chains []*node
}

type node struct {
	next *node
	id   int
}

// Build builds a graph until cost has passed. The collector begins anew each time the heap has
// grown by 5 %.
func Build() *Graph {
	debug.SetGCPercent(5)
	g := &Graph{}
	for start := time.Now(); time.Since(start) < cost; {
		g.chains = append(g.chains, chain(100))
	}
	stopwatch.Add(collecting())
	return g
}

func chain(n int) *node {
	var last *node
	for id := range n {
		last = &node{next: last, id: id} // want: gc-on-path
	}
	return last
}

// Len returns the number of chains.
func (g *Graph) Len() int { return len(g.chains) }

// collecting returns how long the collector held up the only goroutine that allocates: while it
// helped to mark, and while the world was stopped. The runtime adds help up at the end of a cycle,
// so that the last cycle may be missing.
func collecting() time.Duration {
	help := []metrics.Sample{{Name: "/cpu/classes/gc/mark/assist:cpu-seconds"}}
	metrics.Read(help)
	if help[0].Value.Kind() != metrics.KindFloat64 {
		log.Fatalf("this runtime has no %s", help[0].Name)
	}
	var stops debug.GCStats
	debug.ReadGCStats(&stops)
	return time.Duration(help[0].Value.Float64()*1e9) + stops.PauseTotal
}
