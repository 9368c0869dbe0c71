package startup

// near is how many slices back a joiner looks for a like one.
const near = 8

// A joiner makes a path, the last slice of which comes first. It adds a slice to a like one at the end of the
// path, if there is one, or else behind it. The two go to and fro there: a coroutine and its caller, two
// goroutines and a channel, a computation and the delays of its turns, two lines of a loop. A path of a million
// pieces becomes short, and no time is lost. The slices are in reverse order of time, and what could tell by
// its order (waits) stays as it is.
type joiner struct {
	path []slice
	last int       // index of the slice that was added to last
	next [near]int // by index modulo near: of the one after it, the last time round; 0 not known
}

func (j *joiner) add(s *slice) {
	if s.alternates = s.joins(); s.alternates {
		if i := j.like(s); i >= 0 {
			j.path[i].join(s)
			j.next[j.last%near], j.last = i, i
			return
		}
	}
	j.put(s)
}

// put adds a slice behind the others.
func (j *joiner) put(s *slice) {
	j.path = append(j.path, *s)
	j.last, j.next = len(j.path)-1, [near]int{}
}

// like returns the index of the slice that s is to be added to, -1 if there is none. Turns follow one another
// as they did before.
func (j *joiner) like(s *slice) int {
	if i := j.next[j.last%near]; i > 0 && j.path[i].like(s) {
		return i
	}
	for i := len(j.path) - 1; i >= max(0, len(j.path)-near); i-- {
		switch {
		case j.path[i].like(s):
			return i
		case !j.path[i].alternates:
			return -1
		}
	}
	return -1
}

func (s *slice) joins() bool {
	switch s.Class {
	case classCPU, classGC, classSched, classStarved, classTracer, classHeld:
		return true
	}
	return false
}

// like reports whether s and o differ in nothing but their time.
func (s *slice) like(o *slice) bool {
	return s.Stack == o.Stack && s.G == o.G && s.Init == o.Init && s.Class == o.Class && s.Off == o.Off &&
		s.Phase == o.Phase &&
		s.Handoff == o.Handoff && s.Sampled == o.Sampled && (s.Wait == o.Wait || s.Wait.Like(o.Wait))
}

// join adds a piece that ends before s begins.
func (s *slice) join(before *slice) {
	s.Longest = max(s.longest(), before.longest())
	s.Pieces += 1 + before.Pieces
	s.Others += before.Others + s.From - before.To
	s.From = before.From
}
