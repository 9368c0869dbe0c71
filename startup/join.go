package startup

// near is how many slices back a joiner looks for a like one.
const near = 8

// A joiner makes a path from its end on. It adds a slice to a like one at the beginning of what there is of the
// path, if there is one, or else before it. The two go to and fro there: a coroutine and its caller, two
// goroutines and a channel, a computation and the delays of its turns, two lines of a loop. A path of a million
// pieces becomes short, and no time is lost. What could tell by its order (waits) stays as it is.
type joiner struct {
	blocks []*[block]slice // of the path, which stay where they are
	n      int             // slices of the path; they are counted from its end on
	last   int             // which slice was added to last
	next   [near]int       // by such a number modulo near: of the one added to after it, the last time round; 0 not known
}

// block is how many slices are in one piece of memory.
const block = 128

// path returns the path in order of time.
func (j *joiner) path() []*slice {
	path := make([]*slice, j.n)
	for i := range path {
		path[i] = j.at(j.n - 1 - i)
	}
	return path
}

// at returns the slice of that number.
func (j *joiner) at(i int) *slice { return &j.blocks[i/block][i%block] }

func (j *joiner) add(s *slice) {
	if s.alternates = s.joins(); s.alternates {
		if i := j.like(s); i >= 0 {
			j.at(i).join(s)
			j.next[j.last%near], j.last = i, i
			return
		}
	}
	j.put(s)
}

// put adds a slice before the others.
func (j *joiner) put(s *slice) {
	if j.n == block*len(j.blocks) {
		j.blocks = append(j.blocks, new([block]slice))
	}
	*j.at(j.n) = *s
	j.last, j.next = j.n, [near]int{}
	j.n++
}

// like returns the number of the slice that s is to be added to, -1 if there is none. Turns follow one another
// as they did before.
func (j *joiner) like(s *slice) int {
	if i := j.next[j.last%near]; i > 0 && j.at(i).like(s) {
		return i
	}
	for i := j.n - 1; i >= max(0, j.n-near); i-- {
		switch at := j.at(i); {
		case at.like(s):
			return i
		case !at.alternates, s.Init != nil && at.Init != s.Init: // init functions run one after another
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
	return s.Init == o.Init && s.Stack == o.Stack && s.G == o.G && s.Class == o.Class && s.Off == o.Off && s.Phase == o.Phase &&
		s.Handoff == o.Handoff && s.Sampled == o.Sampled && (s.Wait == o.Wait || s.Wait.Like(o.Wait))
}

// join adds a piece that ends before s begins.
func (s *slice) join(before *slice) {
	s.Longest = max(s.longest(), before.longest())
	s.Pieces += 1 + before.Pieces
	s.Others += before.Others + s.From - before.To
	s.From = before.From
}
