package startup

// A memo keeps what a function says: a long path has few different stacks and symbols.
type memo[K comparable, V any] struct {
	ask   func(K) V
	known map[K]V

	// What was asked for last: a path goes to and fro between a few.
	recent [4]struct {
		key    K
		answer V
		set    bool
	}
	next int // the one to give way
}

func newMemo[K comparable, V any](ask func(K) V) *memo[K, V] { return &memo[K, V]{ask: ask} }

// of returns what the function says of k.
func (m *memo[K, V]) of(k K) V {
	for i := range m.recent {
		if r := &m.recent[i]; r.key == k && r.set {
			return r.answer
		}
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
	r := &m.recent[m.next%len(m.recent)]
	r.key, r.answer, r.set = k, v, true
	m.next++
	return v
}
