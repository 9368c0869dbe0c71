package startup

import (
	"sort"

	"github.com/cupelgo/cupel/internal/timeline"
)

// blameShare is the part of a cause that a frame must hold to be blamed for it (architecture:
// "the deepest frame outside the standard library that still holds at least 80 % of the cause").
const blameShare = 0.8

// A blamed is a part of a cause with the place to blame for it.
type blamed struct {
	slices []*slice
	frames []timeline.Frame // from the goroutine's outermost function down to the place; may be empty
}

// A node is a function in the tree of stacks outside the standard library, outermost first.
type node struct {
	frame    timeline.Frame
	slices   []*slice
	children map[string]*node
}

// blame finds the places to blame for slices of one cause. It descends from the outermost
// function while one callee holds at least 80 %. Where the time divides inside the main module it
// follows each substantial part, because there each part can be mended by itself; the inside of
// a library stays one cause.
func (n *namer) blame(slices []*slice, split bool) []blamed {
	root := &node{children: map[string]*node{}}
	for _, s := range slices {
		root.add(n.userFrames(s.Place), s)
	}
	return n.descend(root, nil, split)
}

// userFrames returns the frames outside the standard library, outermost first.
func (n *namer) userFrames(st *timeline.Stack) []timeline.Frame {
	if st == nil {
		return nil
	}
	if known, ok := n.frames[st]; ok {
		return known
	}
	var out []timeline.Frame
	for i := len(st.Frames()) - 1; i >= 0; i-- {
		if !n.standard(st.Frames()[i].Func) {
			out = append(out, st.Frames()[i])
		}
	}
	n.frames[st] = out
	return out
}

func (nd *node) add(frames []timeline.Frame, s *slice) {
	nd.slices = append(nd.slices, s)
	if len(frames) == 0 {
		return
	}
	f := frames[0]
	c := nd.children[f.Func]
	if c == nil {
		c = &node{frame: f, children: map[string]*node{}}
		nd.children[f.Func] = c
	}
	c.add(frames[1:], s)
}

func (n *namer) descend(nd *node, above []timeline.Frame, split bool) []blamed {
	here := above
	if nd.frame.Func != "" {
		here = append(above[:len(above):len(above)], nd.frame)
	}
	children := nd.heaviestFirst()
	whole := seconds(nd.slices)
	if len(children) > 0 && seconds(children[0].slices) >= blameShare*whole {
		parts := n.descend(children[0], here, split)
		parts[0].slices = append(parts[0].slices, nd.without(children[:1])...)
		return parts
	}
	if !split || !n.mayDivide(nd) {
		return []blamed{{nd.slices, n.withHeaviestLine(here, nd.slices)}}
	}
	return n.divide(nd, children, here)
}

// divide follows each callee that is substantial by itself; the others stay with nd.
func (n *namer) divide(nd *node, children []*node, here []timeline.Frame) []blamed {
	var parts []blamed
	var taken []*node
	for _, c := range children {
		if seconds(c.slices) >= minCost {
			parts = append(parts, n.descend(c, here, true)...)
			taken = append(taken, c)
		}
	}
	if own := nd.without(taken); len(own) > 0 {
		parts = append(parts, blamed{own, n.withHeaviestLine(here, own)})
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
	out := make([]*node, 0, len(nd.children))
	for _, c := range nd.children {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := seconds(out[i].slices), seconds(out[j].slices)
		if a != b {
			return a > b
		}
		return out[i].frame.Func < out[j].frame.Func
	})
	return out
}

// without returns the slices of nd that none of the given callees has.
func (nd *node) without(taken []*node) []*slice {
	in := map[*slice]bool{}
	for _, c := range taken {
		for _, s := range c.slices {
			in[s] = true
		}
	}
	var out []*slice
	for _, s := range nd.slices {
		if !in[s] {
			out = append(out, s)
		}
	}
	return out
}

// withHeaviestLine returns frames with the line of the last one set to where most of the time of
// slices is.
func (n *namer) withHeaviestLine(frames []timeline.Frame, slices []*slice) []timeline.Frame {
	if len(frames) == 0 {
		return nil
	}
	out := append([]timeline.Frame(nil), frames...)
	last := &out[len(out)-1]
	weight := map[int]float64{}
	for _, s := range slices {
		if line := lineIn(s.Place, last.Func); line != 0 {
			weight[line] += s.seconds()
		}
	}
	for line, w := range weight {
		if w > weight[last.Line] || w == weight[last.Line] && line < last.Line {
			last.Line = line
		}
	}
	return out
}
