// Package graph builds a graph in memory.
package graph

import (
	"runtime"
	"time"

	"example.com/planted/gc-on-path/stopwatch"
)

const cost = 300 * time.Millisecond

// Graph is a list of chains of nodes.
type Graph struct {
	chains []*node
}

type node struct {
	next *node
	id   int
}

// Build builds a graph and collects garbage after each chain, until that has taken cost.
func Build() *Graph {
	g := &Graph{}
	for spent := time.Duration(0); spent < cost; {
		g.chains = append(g.chains, chain(20_000))
		start := time.Now()
		runtime.GC() // want: gc-on-path
		stopwatch.Record(start)
		spent += time.Since(start)
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

// Len returns the number of chains.
func (g *Graph) Len() int { return len(g.chains) }
