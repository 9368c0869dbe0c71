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
	slices []*slice       // in order of time
	frame  timeline.Frame // the place; without Func where the stacks have nothing of the program's own in common

	pile pile // of the slices, which blame puts into their order
	n    int  // how many there are
}

// A node is a function in the tree of stacks outside the standard library, outermost first.
type node struct {
	pile
	frame timeline.Frame // of any line in it; without Func the root
	depth int            // of what it calls
}

// blame finds the places to blame for slices of one cause. It descends from the outermost
// function while one callee holds at least 80 %. Where the time divides inside the main module it
// follows each substantial part, because there each part can be mended by itself; the inside of
// a library stays one cause.
func (n *namer) blame(slices []*slice, split bool) []blamed {
	all, of := bundled(slices)
	parts := n.descend(&node{pile: all}, split)
	for i := range parts {
		for b := range parts[i].pile.bundles {
			b.part = i
		}
	}
	for _, b := range of {
		parts[b.part].n++
	}
	memory := make([]*slice, len(slices))
	for i := range parts {
		p := &parts[i]
		p.slices, memory = memory[:0:p.n], memory[p.n:]
	}
	for i, s := range slices {
		p := &parts[of[i].part]
		p.slices = append(p.slices, s)
	}
	return parts
}

func (n *namer) descend(nd *node, split bool) []blamed {
	callees, rest := n.callees(nd)
	if len(callees) > 0 && float64(callees[0].ns) >= blameShare*float64(nd.ns) {
		parts := n.descend(callees[0], split)
		for _, c := range callees[1:] {
			rest.take(c.pile)
		}
		parts[0].pile.take(rest)
		return parts
	}
	var parts []blamed
	divide := split && n.mayDivide(nd, callees)
	for _, c := range callees {
		if divide && float64(c.ns)/1e9 >= minCost {
			parts = append(parts, n.descend(c, true)...)
		} else {
			rest.take(c.pile)
		}
	}
	if rest.first != nil || len(parts) == 0 {
		parts = append(parts, blamed{pile: rest, frame: withHeaviestLine(nd.frame, rest)})
	}
	return parts
}

// callees divides the pile of nd by the function that it called, the heaviest first, then by name. What called none is
// the rest.
func (n *namer) callees(nd *node) (all []*node, rest pile) {
	for b := range nd.bundles {
		frames := n.userFrames(b.place)
		if len(frames) == nd.depth {
			rest.put(b)
			continue
		}
		frame := frames[nd.depth]
		i := slices.IndexFunc(all, func(c *node) bool { return c.frame.Func == frame.Func }) // few: quicker than a map
		if i < 0 {
			i, all = len(all), append(all, &node{frame: frame.Frame, depth: nd.depth + 1})
		}
		all[i].put(b)
	}
	slices.SortFunc(all, func(a, b *node) int {
		return cmp.Or(cmp.Compare(b.ns, a.ns), cmp.Compare(a.frame.Func, b.frame.Func))
	})
	return all, rest
}

// mayDivide reports whether the time below nd may be divided: at the root, in the main module,
// and in a library that calls back into it.
func (n *namer) mayDivide(nd *node, callees []*node) bool {
	if nd.frame.Func == "" || n.inMainModule(nd.frame.Func) {
		return true
	}
	ofMain := func(f *timeline.StackFrame) bool { return n.inMainModule(f.Func) }
	for _, c := range callees {
		for b := range c.bundles {
			if slices.ContainsFunc(n.userFrames(b.place)[nd.depth:], ofMain) {
				return true
			}
		}
	}
	return false
}

// withHeaviestLine returns a frame with the line at which most of the time of a pile is.
func withHeaviestLine(frame timeline.Frame, of pile) timeline.Frame {
	if frame.Func == "" {
		return frame
	}
	weight := map[int]int64{}
	for b := range of.bundles {
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
