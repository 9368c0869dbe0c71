package main

import (
	"math/rand"
	"runtime"
)

// A node takes 32 bytes on 64-bit machines, half of them pointers.
type node struct {
	left, right *node
	value, _    uint64
}

const nodesPerMiB = 1 << 20 / 32

// allocate makes the nodes one after another, so that neighbours in the slice are neighbours in memory,
// unless they are to be shuffled.
func allocate(order string, mib int) []*node {
	runtime.GC() // what was left over is not part of the collection that will be measured
	nodes := make([]*node, mib*nodesPerMiB)
	for i := range nodes {
		nodes[i] = &node{value: uint64(i)}
	}
	if order == "shuffled" {
		rand.New(rand.NewSource(1)).Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
	}
	return nodes
}

// collectTree measures forced collections of a binary tree, linked as a heap lies in an array.
func collectTree(c *costs, order string, mib int) uint64 {
	nodes := allocate(order, mib)
	for i, n := range nodes {
		if l := 2*i + 1; l < len(nodes) {
			n.left = nodes[l]
		}
		if r := 2*i + 2; r < len(nodes) {
			n.right = nodes[r]
		}
	}
	root := nodes[0]
	nodes = nil
	c.window("gc-tree/order="+order, 1, runtime.GC)
	return root.sum() // also keeps the tree alive until here
}

func (n *node) sum() uint64 {
	if n == nil {
		return 0
	}
	return n.value + n.left.sum() + n.right.sum()
}

// collectFlat measures forced collections of a slice of pointers to nodes that point to nothing.
func collectFlat(c *costs, order string, mib int) (sum uint64) {
	nodes := allocate(order, mib)
	c.window("gc-flat/order="+order, 1, runtime.GC)
	for _, n := range nodes {
		sum += n.value
	}
	return sum
}
