package main

import (
	"fmt"
	"math/rand"
)

// A node takes 32 bytes on 64-bit machines, half of them pointers. In all shapes but values, every node is an
// object of its own.
type node struct {
	left, right *node
	value, _    uint64
}

// A plain is as large as a node and points nowhere.
type plain struct{ value, _, _, _ uint64 }

const nodesPerMiB = 1 << 20 / 32

// A heap is what is alive: roots of linked nodes, or values without pointers.
type heap struct {
	roots  []*node
	values []plain
}

// build makes the live heap. The nodes are linked in the order of their allocation, so that neighbours are
// neighbours in memory; only scattered is a tree of shuffled nodes.
func build(shape string, mib int) (*heap, error) {
	n := mib * nodesPerMiB
	if shape == "values" {
		values := make([]plain, n)
		for i := range values {
			values[i].value = uint64(i)
		}
		return &heap{values: values}, nil
	}

	nodes := make([]*node, n)
	for i := range nodes {
		nodes[i] = &node{value: uint64(i)}
	}
	switch shape {
	case "tree":
		return &heap{roots: tree(nodes)}, nil
	case "scattered":
		rand.New(rand.NewSource(1)).Shuffle(n, func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
		return &heap{roots: tree(nodes)}, nil
	case "list":
		return &heap{roots: lists(nodes, 1)}, nil
	case "lists":
		return &heap{roots: lists(nodes, 1024)}, nil
	case "flat":
		return &heap{roots: nodes}, nil
	}
	return nil, fmt.Errorf("no shape %q: tree, scattered, list, lists, flat, values", shape)
}

// tree links the nodes as a binary heap lies in an array.
func tree(nodes []*node) []*node {
	for i, n := range nodes {
		if l := 2*i + 1; l < len(nodes) {
			n.left = nodes[l]
		}
		if r := 2*i + 2; r < len(nodes) {
			n.right = nodes[r]
		}
	}
	return []*node{nodes[0]}
}

// lists links the nodes to that many lists of about equal length.
func lists(nodes []*node, count int) []*node {
	for i, n := range nodes {
		if i+count < len(nodes) {
			n.right = nodes[i+count]
		}
	}
	return append([]*node(nil), nodes[:count]...)
}

// sum counts what is alive and adds up its values. Lists go down on the right, without recursion.
func (h *heap) sum() (n, sum uint64) {
	for _, v := range h.values {
		n++
		sum += v.value
	}
	var walk func(*node)
	walk = func(x *node) {
		for ; x != nil; x = x.right {
			n++
			sum += x.value
			walk(x.left)
		}
	}
	for _, r := range h.roots {
		walk(r)
	}
	return n, sum
}
