// Package graph builds a graph in memory.
package graph

import (
	"runtime"
	"time"

	"example.com/planted/several-graph/stopwatch"
)

// Graph is a list of chains of nodes.
type Graph struct {
	chains []*node
}

type node struct {
	next *node
	id   int
}

// Build builds a graph of so many chains.
func Build(chains int) *Graph {
	g := &Graph{}
	for range chains {
		g.chains = append(g.chains, chain(2000))
	}
	return g
}

func chain(n int) *node {
	var last *node
	for id := range n {
		last = &node{next: last, id: id}
	}
	return last
}

// Compact collects garbage again and again until cost has passed.
func (g *Graph) Compact(cost time.Duration) {
	collect(cost)
}

func collect(cost time.Duration) {
	start := time.Now()
	defer stopwatch.Record("gc-on-path", start)
	for time.Since(start) < cost {
		runtime.GC() // want: gc-on-path
	}
}

// Len returns the number of chains.
func (g *Graph) Len() int { return len(g.chains) }
