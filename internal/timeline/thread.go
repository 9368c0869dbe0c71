package timeline

import (
	"cmp"
	"slices"
	"sort"
	"sync"
)

// Stretch is a stretch of time in which a thread of the system ran a goroutine or was in a system
// call of it.
type Stretch struct {
	From, To int64
	G        int64
}

// Merged returns stretches in order of time, with those made one that overlap or touch. There must be one at least; all is
// put into that order.
func Merged(all []Stretch) []Stretch {
	slices.SortFunc(all, func(a, b Stretch) int { return cmp.Compare(a.From, b.From) })
	out := all[:1]
	for _, s := range all[1:] {
		if last := &out[len(out)-1]; s.From <= last.To {
			last.To = max(last.To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// SetLazyThreads says how to find out what each thread did, by its id, when that is first asked for.
// The stretches of a thread are in order of time and do not overlap.
func (t *Timeline) SetLazyThreads(threads func() map[int64][]Stretch) {
	t.threads = sync.OnceValue(threads)
}

// GoroutineAt returns the goroutine that the thread of that id, as the system counts them, ran at an
// instant or was in a system call of; 0 if there is none or it is not known. It lets the samples of
// a profiler that knows threads only be told apart by goroutine.
func (t *Timeline) GoroutineAt(thread, instant int64) int64 {
	if t.threads == nil {
		return 0
	}
	ran := t.threads()[thread]
	i := sort.Search(len(ran), func(i int) bool { return ran[i].To > instant })
	if i == len(ran) || ran[i].From > instant {
		return 0
	}
	return ran[i].G
}
