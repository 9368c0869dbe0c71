package startup

// near is how many slices back joined looks for a like one.
const near = 8

// joined adds s to a like slice at the end of the path, if there is one, or else behind it. The two go to
// and fro there: a coroutine and its caller, two goroutines and a channel, a computation and the delays of
// its turns, two lines of a loop. A path of a million pieces becomes short, and no time is lost. The
// slices are in reverse order of time, and what could tell by its order (waits) stays as it is.
func joined(path []slice, s *slice) []slice {
	if s.alternates = s.joins(); !s.alternates {
		return append(path, *s)
	}
	for i := len(path) - 1; i >= max(0, len(path)-near); i-- {
		to := &path[i]
		if to.like(s) {
			to.join(s)
			return path
		}
		if !to.alternates {
			break
		}
	}
	return append(path, *s)
}

func (s *slice) joins() bool {
	switch s.Class {
	case "cpu", "gc", "sched", classStarved, classTracer, classHeld:
		return true
	}
	return false
}

// like reports whether s and o differ in nothing but their time.
func (s *slice) like(o *slice) bool {
	return s.G == o.G && s.Stack == o.Stack && s.Init == o.Init && s.Class == o.Class && s.Off == o.Off &&
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
