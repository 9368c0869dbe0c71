package timeline

import (
	"math"
	"sort"
)

// A Replay tells when things would have happened if some of the time had not been spent.
//
// It keeps the order of the program: what a goroutine did takes as long as it took, less what is
// saved; a sleep, a wait for the network, a delay by the scheduler and a while of which nothing is known
// last as long as they lasted; a wait that another goroutine ended is over when that one gets there. Of
// goroutines that are waited for together (sync.WaitGroup) all have to end.
//
// # Limitations
//
// What is saved changes nothing else: less garbage, freed processors and a peer that answers sooner
// make a program faster than the replay, work that waits to be done elsewhere makes it slower.
type Replay struct {
	line  *Timeline
	saved map[int64][]Saved
	first int64 // when the first of it begins: until then all is as it was
	lives map[int64]*relived
	last  [2]*relived // that were asked for last: turns are mostly those of two; nil: none yet
}

// Saved is a stretch of a goroutine of which Time nanoseconds, spread evenly, are not spent.
type Saved struct{ From, To, Time int64 }

// relived is a goroutine as far as it has been replayed.
type relived struct {
	*History
	known *Goroutine
	saved []Saved
	past  int     // how many of these were over when savedIn was last asked
	at    []int64 // when what each change began ends now; of those replayed so far
	begin int64   // when it begins now
	begun bool
	busy  bool // what its next change began is being replayed
}

// NewReplay returns a replay in which nothing is saved yet.
func (t *Timeline) NewReplay() *Replay {
	return &Replay{line: t, first: math.MaxInt64, lives: map[int64]*relived{}}
}

// Without begins the replay anew, without the time that is saved in each goroutine: stretches in order of time
// that do not overlap.
func (r *Replay) Without(saved map[int64][]Saved) {
	r.saved, r.first = saved, math.MaxInt64
	for _, all := range saved {
		if len(all) > 0 {
			r.first = min(r.first, all[0].From)
		}
	}
	for _, l := range r.lives {
		if l != nil {
			r.reset(l)
		}
	}
}

// At returns when goroutine g would have been where it was at the instant t. It is not later than t.
func (r *Replay) At(g, t int64) int64 {
	if t <= r.first {
		return t
	}
	if l := r.life(g); l != nil {
		return r.reached(l, t)
	}
	return t
}

// reached returns when l would have been where it was at the instant t.
func (r *Replay) reached(l *relived, t int64) int64 {
	r.begin(l)
	for !l.busy && len(l.at) < l.Len() && l.To(len(l.at)) <= t {
		l.busy = true
		r.next(l)
		l.busy = false
	}
	i := l.replayedUntil(t)
	from, now := l.before(i)
	if from < t {
		now += (t - from) - l.savedOf(i, from, t)
	}
	return min(now, t)
}

// replayedUntil returns of how many of the changes that have been replayed what they began was over at the instant t. It is
// mostly asked in order of time.
func (l *relived) replayedUntil(t int64) int {
	i := len(l.at)
	for range 4 {
		if i == 0 || l.To(i-1) <= t {
			return i
		}
		i--
	}
	return sort.Search(i, func(i int) bool { return l.To(i) > t })
}

// before returns when change i of l was, then and now.
func (l *relived) before(i int) (then, now int64) {
	switch {
	case l.Len() == 0:
		return l.known.Created, l.begin
	case i == 0:
		return l.From(0), l.begin
	}
	return l.To(i - 1), l.at[i-1]
}

func (r *Replay) life(g int64) *relived {
	for _, l := range r.last {
		if l != nil && l.known.ID == g {
			return l
		}
	}
	l, seen := r.lives[g]
	if !seen {
		if known := r.line.Goroutines[g]; known != nil {
			l = r.newLife(known)
		}
		r.lives[g] = l
	}
	r.last = [2]*relived{l, r.last[0]}
	return l
}

func (r *Replay) newLife(g *Goroutine) *relived {
	l := &relived{known: g, History: g.History()}
	l.at = make([]int64, 0, l.Len())
	r.reset(l)
	return l
}

// reset takes l back to when the first of the time is saved.
func (r *Replay) reset(l *relived) {
	*l = relived{known: l.known, History: l.History, saved: r.saved[l.known.ID], at: l.at[:0]}
	over := sort.Search(l.Len(), func(i int) bool { return l.To(i) > r.first })
	for i := range over {
		l.at = append(l.at, l.To(i))
	}
}

// begin settles when l begins: as long after its creation as it did.
func (r *Replay) begin(l *relived) {
	if l.begun {
		return
	}
	l.begun = true
	then := l.known.Created
	if l.Len() > 0 {
		then = l.From(0)
	}
	l.begin = then
	if c := l.known; c.Created != 0 && c.Creator != 0 && c.Creator != c.ID {
		l.begin = then - (c.Created - r.At(c.Creator, c.Created))
	}
}

// next replays what the next change of l began.
func (r *Replay) next(l *relived) {
	i := len(l.at)
	from, to := l.From(i), l.To(i)
	then, now := l.before(i)
	end := now + (to - then) - l.savedOf(i, from, to)
	if waker := r.endedBy(l, i); waker != nil {
		// The waker is asked before the wait has an end: it was not waiting for this goroutine.
		end = max(now, r.reached(waker, to), r.joined(l, i, waker.known))
	}
	l.at = append(l.at, min(end, to))
}

// endedBy returns the goroutine of the program that ended wait i of l; nil if none did, or if it is no wait.
func (r *Replay) endedBy(l *relived, i int) *relived {
	if l.State(i) != Waiting || i+1 == l.Len() {
		return nil
	}
	by := l.Waker(i + 1)
	if by == 0 || by == l.known.ID || !l.endedByWaker(i) {
		return nil
	}
	if waker := r.life(by); waker != nil && !waker.known.Runtime {
		return waker
	}
	return nil
}

// joined returns when the last of the goroutines ends that l waited for together with waker in a
// wait, for a sync.WaitGroup: only the last one leaves a trace, which need not be the last one now.
func (r *Replay) joined(l *relived, wait int, waker *Goroutine) int64 {
	last := int64(minTime)
	if l.Reason(wait) != "sync" || !l.Stack(wait).Has("sync.(*WaitGroup).Wait") {
		return last
	}
	for id, g := range r.line.Goroutines {
		if g == waker || g.Creator != waker.Creator || g.CreatedAt.caller() != waker.CreatedAt.caller() {
			continue
		}
		if h := g.History(); h.Len() > 0 && h.End > l.From(wait) && h.End <= l.To(wait) {
			last = max(last, r.At(id, h.End))
		}
	}
	return last
}

// savedOf is savedIn for a part of what change i began. Of a while of which nothing is known nothing is saved.
func (l *relived) savedOf(i int, from, to int64) int64 {
	if i < l.Len() && l.State(i) == 0 {
		return 0
	}
	return l.savedIn(from, to)
}

// savedIn returns how much of [from, to) is not spent. It is mostly asked in order of time.
func (l *relived) savedIn(from, to int64) int64 {
	if l.past > 0 && l.saved[l.past-1].To > from {
		l.past = sort.Search(l.past, func(i int) bool { return l.saved[i].To > from })
	}
	for l.past < len(l.saved) && l.saved[l.past].To <= from {
		l.past++
	}
	sum := int64(0)
	for i := l.past; i < len(l.saved) && l.saved[i].From < to; i++ {
		s := &l.saved[i]
		part := min(to, s.To) - max(from, s.From)
		if part < s.To-s.From {
			part = int64(float64(part) * float64(s.Time) / float64(s.To-s.From))
		} else {
			part = s.Time
		}
		sum += part
	}
	return min(sum, to-from)
}
