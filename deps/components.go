package deps

// components returns the strongly connected components of a graph with more than one node, each as sorted nodes, by Tarjan's
// algorithm. next calls its function with each successor of a node.
func components(n int, next func(node int32, visit func(int32))) [][]int32 {
	t := tarjan{next: next, number: make([]int32, n), low: make([]int32, n), on: make([]bool, n)}
	for i := range int32(n) {
		if t.number[i] == 0 {
			t.walk(i)
		}
	}
	return t.found
}

type tarjan struct {
	next    func(int32, func(int32))
	number  []int32 // order of discovery, from 1
	low     []int32
	on      []bool
	stack   []int32
	counter int32
	found   [][]int32
}

// walk visits what a node reaches. Imports nest some dozens deep, so that it may call itself.
func (t *tarjan) walk(node int32) {
	t.counter++
	t.number[node], t.low[node], t.on[node] = t.counter, t.counter, true
	t.stack = append(t.stack, node)
	t.next(node, func(to int32) {
		if t.number[to] == 0 {
			t.walk(to)
			t.low[node] = min(t.low[node], t.low[to])
		} else if t.on[to] {
			t.low[node] = min(t.low[node], t.number[to])
		}
	})
	if t.low[node] != t.number[node] {
		return
	}
	t.pop(node)
}

// pop takes the component that node is the root of from the stack.
func (t *tarjan) pop(node int32) {
	i := len(t.stack) - 1
	for t.stack[i] != node {
		i--
	}
	if members := t.stack[i:]; len(members) > 1 {
		t.found = append(t.found, append([]int32(nil), members...))
	}
	for _, member := range t.stack[i:] {
		t.on[member] = false
	}
	t.stack = t.stack[:i]
}
