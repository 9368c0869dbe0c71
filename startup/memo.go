package startup

// A memo keeps what a function says: a long path has few different stacks and symbols.
type memo[K comparable, V any] struct {
	ask   func(K) V
	known map[K]V

	last   K // that was asked for last, if anything is known: neighbours are often alike
	answer V
}

func newMemo[K comparable, V any](ask func(K) V) *memo[K, V] { return &memo[K, V]{ask: ask} }

// of returns what the function says of k.
func (m *memo[K, V]) of(k K) V {
	if k == m.last && m.known != nil {
		return m.answer
	}
	v, ok := m.known[k]
	if !ok {
		v = m.ask(k)
		if m.known == nil {
			const usual = 64 // by less, the map would be made anew several times even for a short path
			m.known = make(map[K]V, usual)
		}
		m.known[k] = v
	}
	m.last, m.answer = k, v
	return v
}
