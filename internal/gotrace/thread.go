package gotrace

import "github.com/cupelgo/cupel/internal/timeline"

// thread is a thread of the system while its events are taken in.
type thread struct {
	id      uint64
	g       *goroutine // that it runs or that is in a system call on it, nil if none
	segment segment    // of what g does now
	last    int64      // time of the last event that mattered
	batches []*batch   // of the generation, in order

	asked *timeline.Thread // nil: nothing
	since int64            // when g came, if something is asked
}

func (d *decoder) thread(id uint64) *thread {
	t := d.threads[id]
	if t == nil {
		t = &thread{id: id, segment: segmentOf(0), asked: d.inquiry.Thread(int64(id))}
		d.threads[id] = t
	}
	return t
}

// waker returns the index of the goroutine on the thread, which wakes another.
func (t *thread) waker() uint32 {
	if t.g == nil {
		return timeline.Nobody
	}
	return t.g.index
}

// goID returns the id of the goroutine on the thread, 0 if there is none.
func (t *thread) goID() int64 {
	if t.g == nil {
		return 0
	}
	return t.g.ID
}

// bind says that g, which may be nil, is on the thread from the instant at on.
func (t *thread) bind(g *goroutine, in segment, at int64) {
	if t.asked != nil && g != t.g {
		t.cut(at)
	}
	t.g, t.segment = g, in
}

// cut ends the stretch of the goroutine on the thread.
func (t *thread) cut(at int64) {
	if t.g != nil && at > t.since {
		t.asked.Ran(t.g.ID, t.since, at)
	}
	t.since = at
}
