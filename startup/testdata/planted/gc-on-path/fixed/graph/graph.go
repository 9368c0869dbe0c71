// Package graph builds a graph in memory.
package graph

// Graph is a list of chains of nodes.
type Graph struct {
	chains []*node
}

type node struct {
	next *node
	id   int
}

// Build builds a graph and leaves the garbage to the runtime.
func Build() *Graph {
	g := &Graph{}
	for range 30 {
		g.chains = append(g.chains, chain(1000))
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
