package timeline

import (
	"cmp"
	"slices"
)

// Stretch is a stretch of time of a goroutine.
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

// An Inquiry asks which goroutines threads of the system ran at instants, or were in system calls of: so the samples of
// a profiler that knows threads only are told apart by goroutine. Whoever reads a timeline answers on the way, for
// what all threads ran would take more memory than the timeline. The zero Inquiry, and a nil one, ask nothing.
type Inquiry struct {
	threads map[int64]*Thread
	id      int64   // that was asked about last
	last    *Thread // its own; nil: none yet
}

// A Thread is what an Inquiry asks about one thread. A nil *Thread is one that nothing is asked about.
type Thread struct {
	asked []question // in order of time, see Inquiry.Thread
	next  int        // of these, the first that is later than what has been told
}

type question struct {
	at int64
	g  *int64
}

// Ask asks which goroutine the thread of that id, as the system counts them, ran at an instant. The answer is put into
// g, which is to be 0 until then: so it stays if there is none. All is asked before the timeline is read.
func (q *Inquiry) Ask(thread, instant int64, g *int64) {
	t := q.last
	if t == nil || q.id != thread {
		t = q.about(thread)
		q.id, q.last = thread, t
	}
	t.asked = append(t.asked, question{instant, g})
}

// about returns what is asked about a thread, which is nothing yet if it is new.
func (q *Inquiry) about(thread int64) *Thread {
	if q.threads == nil {
		q.threads = map[int64]*Thread{}
	}
	t := q.threads[thread]
	if t == nil {
		t = &Thread{asked: make([]question, 0, 16)}
		q.threads[thread] = t
	}
	return t
}

// Thread returns what is asked about the thread of that id, nil if nothing is.
func (q *Inquiry) Thread(id int64) *Thread {
	if q == nil {
		return nil
	}
	t := q.threads[id]
	if t != nil && !slices.IsSortedFunc(t.asked, byInstant) {
		slices.SortStableFunc(t.asked, byInstant)
	}
	return t
}

func byInstant(a, b question) int { return cmp.Compare(a.at, b.at) }

// Reset takes all answers back: they are 0 then.
func (q *Inquiry) Reset() {
	if q == nil {
		return
	}
	for _, t := range q.threads {
		t.next = 0
		for _, a := range t.asked {
			*a.g = 0
		}
	}
}

// Ran tells that the thread ran goroutine g from one instant until just before another. It is told in order of time.
func (t *Thread) Ran(g, from, to int64) {
	if t == nil {
		return
	}
	for ; t.next < len(t.asked) && t.asked[t.next].at < to; t.next++ {
		if a := t.asked[t.next]; a.at >= from {
			*a.g = g
		}
	}
}
