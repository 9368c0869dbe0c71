package startup

// A memo keeps what a function says: a long path has few different stacks and symbols.
type memo[K comparable, V any] struct {
	ask    func(K) V
	recent [4]asked[K, V] // what was asked for last: a path goes to and fro between a few
	next   int            // of recent, the one to give way
	known  map[K]V        // all, once they are more than that
}

type asked[K comparable, V any] struct {
	key   K
	value V
	given bool
}

func newMemo[K comparable, V any](ask func(K) V) *memo[K, V] { return &memo[K, V]{ask: ask} }

// of returns what the function says of k.
func (m *memo[K, V]) of(k K) V {
	for i := range m.recent {
		if r := &m.recent[i]; r.key == k && r.given {
			return r.value
		}
	}
	v, ok := m.known[k]
	if !ok {
		v = m.ask(k)
		m.keep(k, v)
	}
	m.recent[m.next] = asked[K, V]{k, v, true}
	m.next = (m.next + 1) % len(m.recent)
	return v
}

// keep makes an answer known for good, where it would not stay among the recent ones.
func (m *memo[K, V]) keep(k K, v V) {
	switch {
	case m.known != nil:
		m.known[k] = v
	case m.recent[m.next].given:
		const usual = 56 // by less, the map would be made anew several times even for a short path
		m.known = make(map[K]V, usual)
		for _, r := range m.recent {
			m.known[r.key] = r.value
		}
		m.known[k] = v
	}
}
