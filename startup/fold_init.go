package startup

import (
	"cmp"
	"sort"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// foldInits groups by init function, line and cause, and then joins the lines of one function
// that have the same cause.
func (n *namer) foldInits(slices []*slice) []*group {
	type key struct {
		fn    *agent.Init
		class string
		line  int
	}
	lines := map[key][]*slice{}
	var order []key
	for _, s := range slices {
		k := key{s.Init, s.Class, initLine(s)}
		if _, seen := lines[k]; !seen {
			order = append(order, k)
		}
		lines[k] = append(lines[k], s)
	}
	type place struct {
		fn    *agent.Init
		cause *cause
	}
	joined := map[place]*group{}
	var groups []*group
	for _, k := range order {
		at := place{k.fn, majority(lines[k])}
		if at.cause == nil {
			continue
		}
		g := joined[at]
		if g == nil {
			g = &group{cause: at.cause, init: k.fn}
			joined[at] = g
			groups = append(groups, g)
		}
		g.slices = append(g.slices, lines[k]...)
	}
	groups = spreadUnsampled(groups)
	for _, g := range groups {
		g.line = heaviestLine(g)
	}
	return groups
}

// initLine is the line in the init function's own frame, 0 when no stack shows it.
func initLine(s *slice) int {
	if line := lineIn(s.Stack, s.Init.Symbol); line != 0 {
		return line
	}
	line := 0
	for w := range s.waits() {
		line = cmp.Or(lineIn(w.Stack, s.Init.Symbol), line) // the outermost that has it
	}
	return line
}

func lineIn(st *timeline.Stack, symbol string) int {
	if st == nil {
		return 0
	}
	for _, f := range st.Frames() {
		if f.Func == symbol {
			return f.Line
		}
	}
	return 0
}

// majority decides the cause of slices of one class: a specific one when at least half of the
// sampled time shows it, else the first of the class that needs no sign.
func majority(slices []*slice) *cause {
	weight := map[*cause]float64{}
	sampled := 0.0
	for _, s := range slices {
		if s.Class != "cpu" || s.Sampled {
			weight[causeOf(s)] += s.seconds()
			sampled += s.seconds()
		}
	}
	for _, c := range causes {
		if c.match != nil && weight[c] > 0 && weight[c] >= minSampleHalf*sampled {
			return c
		}
	}
	return general(slices[0])
}

// general returns the cause of s as if nothing were known but its class and phase.
func general(s *slice) *cause {
	plain := *s
	plain.Stack, plain.Wait = nil, nil
	return causeOf(&plain)
}

// victims takes the collector's time away from init functions that did nothing else: the collection
// only fell into them.
func victims(groups []*group) (left []*group, collected []*slice) {
	for _, g := range groups {
		if g.cause.Class != "cpu" || g.collected() < victimShare*g.seconds() {
			left = append(left, g)
			continue
		}
		for _, s := range g.slices {
			s.Class = "gc"
			collected = append(collected, s)
		}
	}
	return left, collected
}

// spreadUnsampled moves CPU time without a line (before a function's first sample, after its
// last) to the CPU group of the same init function that has most, when that one has a line.
func spreadUnsampled(groups []*group) []*group {
	best := map[*agent.Init]*group{}
	for _, g := range groups {
		if g.cause.Class != "cpu" || !anySampled(g) {
			continue
		}
		if b := best[g.init]; b == nil || g.seconds() > b.seconds() {
			best[g.init] = g
		}
	}
	var out []*group
	for _, g := range groups {
		if b := best[g.init]; b != nil && g.cause.Class == "cpu" && !anySampled(g) {
			b.slices = append(b.slices, g.slices...)
			continue
		}
		out = append(out, g)
	}
	return out
}

func anySampled(g *group) bool {
	for _, s := range g.slices {
		if s.Sampled {
			return true
		}
	}
	return false
}

// heaviestLine is the line of the init function with most time; its first line without samples.
func heaviestLine(g *group) int {
	weight := map[int]float64{}
	best := 0
	for _, s := range g.slices {
		line := initLine(s)
		weight[line] += s.seconds()
		if line != 0 && (best == 0 || weight[line] > weight[best] || weight[line] == weight[best] && line < best) {
			best = line
		}
	}
	if best == 0 {
		return g.init.Line
	}
	return best
}

// crowd sums init functions that are too small to matter alone by module, when there are many
// and they matter together.
func (n *namer) crowd(groups []*group, ready float64) []*group {
	whole := map[string]float64{}
	for _, g := range groups {
		if g.init != nil && g.cause.Class == "cpu" {
			whole[n.moduleOf(g.init.Symbol)] += g.seconds()
		}
	}
	small := map[string][]*group{}
	var out []*group
	for _, g := range groups {
		if g.init != nil && g.cause.Class == "cpu" && g.seconds() < minSpread*ready {
			m := n.moduleOf(g.init.Symbol)
			if g.seconds() < max(minCost, smallPart*whole[m]) {
				small[m] = append(small[m], g)
				continue
			}
		}
		out = append(out, g)
	}
	modules := make([]string, 0, len(small))
	for m := range small {
		modules = append(modules, m)
	}
	sort.Strings(modules)
	for _, m := range modules {
		if len(small[m]) >= manyInits {
			out = append(out, sum(small[m]))
		} else {
			out = append(out, small[m]...)
		}
	}
	return out
}

// sum makes one group of many. It has no line: the module is to blame.
func sum(groups []*group) *group {
	all := &group{cause: &manySmallInits, init: groups[0].init, count: len(groups)}
	for _, g := range groups {
		all.slices = append(all.slices, g.slices...)
		all.longest = max(all.longest, g.seconds())
	}
	return all
}
