package startup

// A memo keeps what a function says: a long path has few different stacks and symbols.
type memo[K comparable, V any] struct {
	ask    func(K) V
	recent [4]asked[K, V] // what was asked for last: a path goes to and fro between a few
	next   int            // of recent, the one to give way
	known  map[K]V        // what has given way
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
	}
	m.remember(k, v)
	return v
}

// remember makes an answer the latest of the recent ones.
func (m *memo[K, V]) remember(k K, v V) {
	r := &m.recent[m.next]
	if m.known == nil && r.given {
		const usual = 64 // by less, the map would be made anew several times even for a short path
		m.known = make(map[K]V, usual)
	}
	if r.given {
		m.known[r.key] = r.value
	}
	*r = asked[K, V]{k, v, true}
	m.next = (m.next + 1) % len(m.recent)
}
