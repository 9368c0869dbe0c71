// Package graph builds a graph in memory.
package graph

// Graph is a list of chains of nodes, which lie side by side.
type Graph struct {
	chains [][]node
}

type node struct {
	id int
}

// Build builds a graph of as many nodes as it takes to make the other way of doing it slow.
func Build() *Graph {
	g := &Graph{chains: make([][]node, 0, 100)}
	for range cap(g.chains) {
		g.chains = append(g.chains, chain(100))
	}
	return g
}

func chain(n int) []node {
	nodes := make([]node, n)
	for id := range nodes {
		nodes[id].id = id
	}
	return nodes
}

// Len returns the number of chains.
func (g *Graph) Len() int { return len(g.chains) }
