package gotrace

import (
	"slices"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/timeline"
)

// change is one change of a goroutine's state. A trace consists of little else, so it is kept small
// and without pointers, and made into a span only when its goroutine is asked for.
type change struct {
	at     int64
	by     int64  // the waker, if it was woken
	stack  uint32 // index in builder.stacks: of the waker, if it was woken; else of the goroutine
	reason uint16 // index in builder.reasons
	state  timeline.State
}

// none is the state of a goroutine that is no more.
const none timeline.State = 0

// changes is a list that grows without being copied.
type changes struct {
	full [][]change
	tail []change
}

func (l *changes) add(c change) {
	if n := len(l.tail); n == cap(l.tail) {
		if n > 0 {
			l.full = append(l.full, l.tail)
		}
		l.tail = slices.Grow([]change(nil), min(max(8, 2*n), 1024))
	}
	l.tail = append(l.tail, c)
}

// all ranges over the list.
func (l *changes) all(yield func(change) bool) {
	for _, part := range slices.Concat(l.full, [][]change{l.tail}) {
		for _, c := range part {
			if !yield(c) {
				return
			}
		}
	}
}

func (l *changes) len() int {
	n := len(l.tail)
	for _, part := range l.full {
		n += len(part)
	}
	return n
}

// memo remembers the index of the stack that was looked up last: a goroutine tends to block, and
// to be woken, at the same place again, and looking twice is what decoding would spend most on.
type memo struct {
	stack trace.Stack
	index uint32
}

// stackBy returns the index of s, from the memo if it is the same as last.
func (b *builder) stackBy(m *memo, s trace.Stack) uint32 {
	if s == trace.NoStack {
		return 0
	}
	if s != m.stack {
		*m = memo{stack: s, index: b.stack(s)}
	}
	return m.index
}
