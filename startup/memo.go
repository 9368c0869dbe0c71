package startup

// A memo keeps what a function says: a long path has few different stacks and symbols.
type memo[K comparable, V any] struct {
	ask   func(K) V
	known map[K]V
}

func newMemo[K comparable, V any](ask func(K) V) *memo[K, V] {
	return &memo[K, V]{ask: ask, known: map[K]V{}}
}

// of returns what the function says of k.
func (m *memo[K, V]) of(k K) V {
	v, ok := m.known[k]
	if !ok {
		v = m.ask(k)
		m.known[k] = v
	}
	return v
}
