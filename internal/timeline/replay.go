package timeline

import "sort"

// A Replay tells when things would have happened if some of the time had not been spent.
//
// It keeps the order of the program: what a goroutine did takes as long as it took, less what is
// saved; a sleep, a wait for the network and a delay by the scheduler last as long as they lasted; a
// wait that another goroutine ended is over when that one gets there. Of goroutines that are waited
// for together (sync.WaitGroup) all have to end.
//
// # Limitations
//
// What is saved changes nothing else: less garbage, freed processors and a peer that answers sooner
// make a program faster than the replay, work that waits to be done elsewhere makes it slower.
type Replay struct {
	line  *Timeline
	saved map[int64][]Saved
	lives map[int64]*relived
}

// Saved is a stretch of a goroutine of which Time nanoseconds, spread evenly, are not spent.
type Saved struct{ From, To, Time int64 }

// relived is a goroutine as far as it has been replayed.
type relived struct {
	known *Goroutine
	spans []Span
	saved []Saved
	at    []int64 // when each span ends now; of those replayed so far
	begin int64   // when it begins now
	begun bool
	busy  bool // its next span is being replayed
}

// NewReplay returns a replay without the time that is saved in each goroutine: stretches in order of time
// that do not overlap.
func (t *Timeline) NewReplay(saved map[int64][]Saved) *Replay {
	return &Replay{line: t, saved: saved, lives: map[int64]*relived{}}
}

// At returns when goroutine g would have been where it was at the instant t. It is not later than t.
func (r *Replay) At(g, t int64) int64 {
	l := r.life(g)
	if l == nil {
		return t
	}
	r.begin(l)
	for !l.busy && len(l.at) < len(l.spans) && l.spans[len(l.at)].To <= t {
		l.busy = true
		r.span(l)
		l.busy = false
	}
	i := sort.Search(len(l.at), func(i int) bool { return l.spans[i].To > t })
	from, now := l.before(i)
	if from < t {
		now += (t - from) - l.savedIn(from, t)
	}
	return min(now, t)
}

// before returns when span i of l began, then and now.
func (l *relived) before(i int) (then, now int64) {
	switch {
	case len(l.spans) == 0:
		return l.known.Created, l.begin
	case i == 0:
		return l.spans[0].From, l.begin
	}
	return l.spans[i-1].To, l.at[i-1]
}

func (r *Replay) life(g int64) *relived {
	l, seen := r.lives[g]
	if !seen {
		if known := r.line.Goroutines[g]; known != nil {
			l = &relived{known: known, spans: known.Spans(), saved: r.saved[g]}
			l.at = make([]int64, 0, len(l.spans))
		}
		r.lives[g] = l
	}
	return l
}

// begin settles when l begins: as long after its creation as it did.
func (r *Replay) begin(l *relived) {
	if l.begun {
		return
	}
	l.begun = true
	then := l.known.Created
	if len(l.spans) > 0 {
		then = l.spans[0].From
	}
	l.begin = then
	if c := l.known; c.Created != 0 && c.Creator != 0 && c.Creator != c.ID {
		l.begin = then - (c.Created - r.At(c.Creator, c.Created))
	}
}

// span replays the next span of l.
func (r *Replay) span(l *relived) {
	i := len(l.at)
	s := &l.spans[i]
	_, now := l.before(i)
	end := now + (s.To - s.From) - l.savedIn(s.From, s.To)
	if woken := l.next(i); woken != nil && s.State == Waiting && r.endedBy(l, s, woken) {
		// The waker is asked before the wait has an end: it was not waiting for this goroutine.
		end = max(now, r.At(woken.Waker, s.To), r.joined(l, s, woken.Waker))
	}
	l.at = append(l.at, min(end, s.To))
}

func (l *relived) next(i int) *Span {
	if i+1 < len(l.spans) && l.spans[i+1].State == Runnable {
		return &l.spans[i+1]
	}
	return nil
}

// endedBy reports whether a goroutine of the program ended the wait s, which woken follows.
func (r *Replay) endedBy(l *relived, s, woken *Span) bool {
	if woken.Waker == 0 || woken.Waker == l.known.ID || !endedByWaker(s, woken) {
		return false
	}
	waker := r.line.Goroutines[woken.Waker]
	return waker != nil && !waker.Runtime
}

// joined returns when the last of the goroutines ends that l waited for together with waker, in a
// sync.WaitGroup: only the last one leaves a trace, which need not be the last one now.
func (r *Replay) joined(l *relived, s *Span, waker int64) int64 {
	last := int64(minTime)
	if s.Reason != "sync" || !s.Stack.Has("sync.(*WaitGroup).Wait") {
		return last
	}
	of := r.line.Goroutines[waker]
	for id, g := range r.line.Goroutines {
		if id == waker || g.Creator != of.Creator || g.CreatedAt.caller() != of.CreatedAt.caller() {
			continue
		}
		if spans := g.Spans(); len(spans) > 0 {
			if end := spans[len(spans)-1].To; end > s.From && end <= s.To {
				last = max(last, r.At(id, end))
			}
		}
	}
	return last
}

// savedIn returns how much of [from, to) is not spent.
func (l *relived) savedIn(from, to int64) int64 {
	if len(l.saved) == 0 {
		return 0
	}
	sum := int64(0)
	i := sort.Search(len(l.saved), func(i int) bool { return l.saved[i].To > from })
	for ; i < len(l.saved) && l.saved[i].From < to; i++ {
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
