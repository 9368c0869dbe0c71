// Package graph builds a graph in memory.
package graph

import "runtime/debug"

// Graph is a list of chains of nodes.
type Graph struct {
	chains []*node
}

type node struct {
	next *node
	id   int
}

// Build builds a small graph. The collector begins anew each time the heap has grown by 5 %.
func Build() *Graph {
	debug.SetGCPercent(5)
	g := &Graph{}
	for range 20 {
		g.chains = append(g.chains, chain(100))
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
