package startup

import "github.com/cupelgo/cupel/internal/timeline"

// A memo keeps what a function says of each stack: a long path has few different ones.
type memo[V any] struct {
	ask   func(*timeline.Stack) V
	known map[*timeline.Stack]V
}

func newMemo[V any](ask func(*timeline.Stack) V) *memo[V] {
	return &memo[V]{ask: ask, known: map[*timeline.Stack]V{}}
}

// of returns what the function says of st.
func (m *memo[V]) of(st *timeline.Stack) V {
	v, ok := m.known[st]
	if !ok {
		v = m.ask(st)
		m.known[st] = v
	}
	return v
}
