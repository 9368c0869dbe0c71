// Package graph builds a graph in memory.
package graph

import (
	"runtime"
	"runtime/metrics"
)

const limit = 64 << 20 // bytes

// Graph is a list of chains of nodes.
type Graph struct {
	chains []*node
}

type node struct {
	next *node
	id   int
}

// Build builds a small graph and collects garbage after each chain if the heap exceeds limit.
func Build() *Graph {
	g := &Graph{}
	for range 3 {
		g.chains = append(g.chains, chain(1000))
		if heap() > limit {
			runtime.GC()
		}
	}
	return g
}

// heap returns the bytes that the heap takes up.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
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
