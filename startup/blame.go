package startup

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// blameShare is the part of a cause that a frame must hold to be blamed for it (architecture:
// "the deepest frame outside the standard library that still holds at least 80 % of the cause").
const blameShare = 0.8

// A blamed is a part of a cause with the place to blame for it.
type blamed struct {
	slices []*slice
	frame  timeline.Frame // the place; without Func where the stacks have nothing of the program's own in common
}

// A node is a function in the tree of stacks outside the standard library, outermost first.
type node struct {
	frame    timeline.Frame // of any line in it
	ns       int64
	bundles  []*bundle
	children []*node // few: a search is quicker than a map
}

// A bundle is the slices at one place. A long path has few different places.
type bundle struct {
	place  *timeline.Stack
	ns     int64
	slices []*slice

	n     int       // of the slices
	by    *bundling // that made it
	taken bool      // see node.without
}

// A bundling puts slices together by place. It notes on each place which bundle is there.
type bundling struct {
	all      []*bundle // in the order in which the places first come
	unplaced *bundle   // of slices without a place; nil: none yet
	memory   []bundle  // for more of them
}

// blame finds the places to blame for slices of one cause. It descends from the outermost
// function while one callee holds at least 80 %. Where the time divides inside the main module it
// follows each substantial part, because there each part can be mended by itself; the inside of
// a library stays one cause.
func (n *namer) blame(slices []*slice, split bool) []blamed {
	root := &node{}
	for _, b := range bundled(slices) {
		root.add(n.userFrames(b.place), b)
	}
	return n.descend(root, split)
}

// bundled returns slices by place, in the order in which the places first come.
func bundled(slices []*slice) []*bundle {
	var by bundling
	of := make([]*bundle, len(slices))
	for i, s := range slices {
		b := by.at(s.Place)
		b.n++
		b.ns += s.ns()
		of[i] = b
	}
	memory := make([]*slice, len(slices))
	for i, s := range slices {
		b := of[i]
		if b.slices == nil {
			b.slices, memory = memory[:0:b.n], memory[b.n:]
		}
		b.slices = append(b.slices, s)
	}
	return by.all
}

// at returns the bundle at a place.
func (y *bundling) at(place *timeline.Stack) *bundle {
	known := &y.unplaced
	if place != nil {
		known = &noted(place).bundle
	}
	if b := *known; b != nil && b.by == y {
		return b
	}
	if len(y.memory) == 0 {
		y.memory = make([]bundle, min(64, 4+2*len(y.all)))
	}
	b := &y.memory[0]
	y.memory = y.memory[1:]
	b.place, b.by = place, y
	y.all, *known = append(y.all, b), b
	return b
}

// flat returns the slices of bundles.
func flat(bundles []*bundle) []*slice {
	if len(bundles) == 1 {
		return slices.Clip(bundles[0].slices)
	}
	var all []*slice
	for _, b := range bundles {
		all = append(all, b.slices...)
	}
	return all
}

func (nd *node) add(frames []*timeline.StackFrame, b *bundle) {
	nd.bundles = append(nd.bundles, b)
	nd.ns += b.ns
	if len(frames) == 0 {
		return
	}
	nd.child(frames[0].Frame).add(frames[1:], b)
}

// child returns the callee of nd that is the function of f.
func (nd *node) child(f timeline.Frame) *node {
	for _, c := range nd.children {
		if c.frame.Func == f.Func {
			return c
		}
	}
	c := &node{frame: f}
	nd.children = append(nd.children, c)
	return c
}

func (n *namer) descend(nd *node, split bool) []blamed {
	children := nd.heaviestFirst()
	if len(children) > 0 && float64(children[0].ns) >= blameShare*float64(nd.ns) {
		parts := n.descend(children[0], split)
		parts[0].slices = append(parts[0].slices, flat(nd.without(children[:1]))...)
		return parts
	}
	if !split || !n.mayDivide(nd) {
		return []blamed{{flat(nd.bundles), withHeaviestLine(nd.frame, nd.bundles)}}
	}
	return n.divide(nd, children)
}

// divide follows each callee that is substantial by itself; the others stay with nd.
func (n *namer) divide(nd *node, children []*node) []blamed {
	var parts []blamed
	var taken []*node
	for _, c := range children {
		if float64(c.ns)/1e9 >= minCost {
			parts = append(parts, n.descend(c, true)...)
			taken = append(taken, c)
		}
	}
	if own := nd.without(taken); len(own) > 0 {
		parts = append(parts, blamed{flat(own), withHeaviestLine(nd.frame, own)})
	}
	return parts
}

// mayDivide reports whether the time below nd may be divided: at the root, in the main module,
// and in a library that calls back into it.
func (n *namer) mayDivide(nd *node) bool {
	if nd.frame.Func == "" || n.inMainModule(nd.frame.Func) {
		return true
	}
	for _, c := range nd.children {
		if n.mayDivide(c) {
			return true
		}
	}
	return false
}

// heaviestFirst returns the callees by time, then by name.
func (nd *node) heaviestFirst() []*node {
	out := slices.Clone(nd.children)
	slices.SortFunc(out, func(a, b *node) int {
		return cmp.Or(cmp.Compare(b.ns, a.ns), cmp.Compare(a.frame.Func, b.frame.Func))
	})
	return out
}

// without returns the bundles of nd that none of the given callees has.
func (nd *node) without(taken []*node) []*bundle {
	mark := func(is bool) {
		for _, c := range taken {
			for _, b := range c.bundles {
				b.taken = is
			}
		}
	}
	mark(true)
	defer mark(false)
	var out []*bundle
	for _, b := range nd.bundles {
		if !b.taken {
			out = append(out, b)
		}
	}
	return out
}

// withHeaviestLine returns a frame with the line at which most of the time of bundles is.
func withHeaviestLine(frame timeline.Frame, bundles []*bundle) timeline.Frame {
	if frame.Func == "" {
		return frame
	}
	weight := map[int]int64{}
	for _, b := range bundles {
		if line := lineIn(b.place, frame.Func); line != 0 {
			weight[line] += b.ns
		}
	}
	for line, w := range weight {
		if w > weight[frame.Line] || w == weight[frame.Line] && line < frame.Line {
			frame.Line = line
		}
	}
	return frame
}
