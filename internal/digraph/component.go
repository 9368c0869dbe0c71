package digraph

import "slices"

// Components returns the strongly connected components, each with its nodes in order: those that edges lead to come
// before those that they come from. A component of one node is a cycle only if an edge leads from it to itself.
func (g *Graph) Components() [][]int32 {
	t := tarjan{graph: g, index: make([]int32, g.Nodes()), low: make([]int32, g.Nodes()), on: make([]bool, g.Nodes())}
	for n := range int32(g.Nodes()) {
		if t.index[n] == 0 {
			t.search(n)
		}
	}
	return t.found
}

// tarjan is the state of Tarjan's search, with a stack of its own in place of recursion: a chain of packages may be
// as long as there are packages.
type tarjan struct {
	graph      *Graph
	index, low []int32 // from 1; 0 not visited
	on         []bool  // the stack
	stack      []int32
	calls      []call
	next       int32
	found      [][]int32
}

// call is a visit that is not over: of a node, up to the edge at.
type call struct{ node, at int32 }

func (t *tarjan) search(root int32) {
	t.enter(root)
	for len(t.calls) > 0 {
		c := &t.calls[len(t.calls)-1]
		if to := t.graph.To(c.node); int(c.at) < len(to) {
			m := to[c.at]
			c.at++
			switch {
			case t.index[m] == 0:
				t.enter(m)
			case t.on[m]:
				t.low[c.node] = min(t.low[c.node], t.index[m])
			}
			continue
		}
		t.leave(c.node)
	}
}

func (t *tarjan) enter(n int32) {
	t.next++
	t.index[n], t.low[n], t.on[n] = t.next, t.next, true
	t.stack = append(t.stack, n)
	t.calls = append(t.calls, call{node: n})
}

func (t *tarjan) leave(n int32) {
	t.calls = t.calls[:len(t.calls)-1]
	if len(t.calls) > 0 {
		caller := t.calls[len(t.calls)-1].node
		t.low[caller] = min(t.low[caller], t.low[n])
	}
	if t.low[n] != t.index[n] {
		return
	}
	from := len(t.stack) - 1
	for t.stack[from] != n {
		from--
	}
	members := slices.Clone(t.stack[from:])
	t.stack = t.stack[:from]
	for _, m := range members {
		t.on[m] = false
	}
	slices.Sort(members)
	t.found = append(t.found, members)
}

// Cycles returns the components in which a way leads from a node back to itself.
func (g *Graph) Cycles() [][]int32 {
	return slices.DeleteFunc(g.Components(), func(c []int32) bool {
		return len(c) == 1 && !slices.Contains(g.To(c[0]), c[0])
	})
}

// Depths returns for each node how many edges the longest way from it has, where a cycle counts as one node.
func (g *Graph) Depths() []int32 {
	depths, component := make([]int32, g.Nodes()), make([]int32, g.Nodes())
	for i, members := range g.Components() {
		deepest := int32(0)
		for _, n := range members {
			component[n] = int32(i)
		}
		for _, n := range members {
			for _, m := range g.To(n) {
				if component[m] != component[n] { // it came before
					deepest = max(deepest, depths[m]+1)
				}
			}
		}
		for _, n := range members {
			depths[n] = deepest
		}
	}
	return depths
}
