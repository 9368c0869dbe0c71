package startup

import (
	"cmp"
	"iter"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// foldInits groups what happened in init functions by function and cause. A function that costs less
// than limit seconds is not looked into: it counts only in a crowd.
func (n *namer) foldInits(o *observation, slices []*slice, limit float64) []*group {
	groups := make([]*group, 0, len(o.marks.Inits))
	var memory []group // for many small ones
	for all := range byInit(slices) {
		if seconds(all)*(1+absorbed) >= limit {
			n.locate(o, all...)
			groups = append(groups, foldInit(all)...)
			continue
		}
		if len(memory) == 0 {
			memory = make([]group, min(64, max(1, len(o.marks.Inits)-len(groups))))
		}
		memory[0] = group{cause: &cpuAtInit, init: all[0].Init, slices: all}
		groups, memory = append(groups, &memory[0]), memory[1:]
	}
	return groups
}

// byInit yields slices by init function: these run one after another.
func byInit(slices []*slice) iter.Seq[[]*slice] {
	return func(yield func([]*slice) bool) {
		for from, to := 0, 0; from < len(slices); from = to {
			for to < len(slices) && slices[to].Init == slices[from].Init {
				to++
			}
			if !yield(slices[from:to:to]) {
				return
			}
		}
	}
}

// foldInit groups the slices of one init function by line and cause, and then joins the lines that
// have the same cause.
func foldInit(slices []*slice) []*group {
	type key struct {
		class class
		line  int
	}
	lines := map[key][]*slice{}
	var order []key
	line := linesIn(slices)
	for from, to := 0, 0; from < len(slices); from = to {
		k := key{slices[from].Class, line[from]}
		for to < len(slices) && slices[to].Class == k.class && line[to] == k.line {
			to++
		}
		if lines[k] == nil {
			order = append(order, k)
		}
		lines[k] = append(lines[k], slices[from:to]...)
	}
	joined := map[*cause]*group{}
	var groups []*group
	for _, k := range order {
		c := majority(showing(lines[k]))
		if c == nil {
			continue
		}
		g := joined[c]
		if g == nil {
			g = &group{cause: c, init: slices[0].Init}
			joined[c] = g
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

// linesIn returns the line that the init function was in, of each of its slices. CPU time that does not
// show it, as where the runtime grows the stack, has that of the CPU time just before, or just after where
// nothing was before.
func linesIn(slices []*slice) []int {
	lines := make([]int, len(slices))
	last := 0
	var open []int // indices before the first line
	for i, s := range slices {
		lines[i] = initLine(s)
		switch {
		case s.Class != classCPU:
		case lines[i] != 0:
			last = lines[i]
			for _, j := range open {
				lines[j] = last
			}
			open = nil
		case last != 0:
			lines[i] = last
		default:
			open = append(open, i)
		}
	}
	return lines
}

// showing returns the slices that show their line, all if none does: they decide what happens there.
func showing(all []*slice) []*slice {
	out := slices.DeleteFunc(slices.Clone(all), func(s *slice) bool { return initLine(s) == 0 })
	if len(out) == 0 {
		return all
	}
	return out
}

// initLine is the line in the init function's own frame, 0 when no stack shows it.
func initLine(s *slice) int {
	if !s.lined {
		s.line, s.lined = int32(findInitLine(s)), true
	}
	return int(s.line)
}

func findInitLine(s *slice) int {
	if line := lineIn(s.Stack, s.Init.Symbol); line != 0 {
		return line
	}
	line := 0
	for w := s.wait(); w != nil; w = s.outer(w) {
		line = cmp.Or(lineIn(w.Stack, s.Init.Symbol), line) // the outermost that has it
	}
	return cmp.Or(line, lineIn(s.Place, s.Init.Symbol)) // where what it is part of was begun
}

func lineIn(st *timeline.Stack, symbol string) int {
	if st == nil {
		return 0
	}
	frames := st.Frames()
	for i := range frames {
		if frames[i].Func == symbol {
			return frames[i].Line
		}
	}
	return 0
}

// majority decides the cause of slices of one class: a specific one when at least half of the
// sampled time shows it, else the first of the class that needs no sign.
func majority(slices []*slice) *cause {
	weight := map[*cause]int64{}
	sampled := int64(0)
	last, run := (*cause)(nil), int64(0) // that of the slices just before, and its ns there
	for _, s := range slices {
		if s.Class != classCPU || s.Sampled {
			if c := causeOf(s); c != last {
				weight[last] += run
				last, run = c, 0
			}
			run += s.ns()
			sampled += s.ns()
		}
	}
	weight[last] += run
	for _, c := range causes {
		if c.match != nil && weight[c] > 0 && float64(weight[c]) >= minSampleHalf*float64(sampled) {
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

// victims takes the time of the collector and of delays away from init functions that did little else,
// or too little for a finding: these only fell into them.
func victims(groups []*group, limit float64) (left []*group, lost []*slice) {
	left = groups[:0]
	for _, g := range groups {
		whole, part := g.seconds(), secondsTaken(g.slices)
		if g.cause.class() != classCPU || part < victimHalf*whole || part < victimShare*whole && whole-part >= limit {
			left = append(left, g)
			continue
		}
		own, taken := g.parts()
		for _, s := range taken {
			s.Class = s.Taken
		}
		lost = append(lost, taken...)
		if g.slices = own; len(own) > 0 {
			left = append(left, g)
		}
	}
	return left, lost
}

// parts divides the slices of an init function into its own time and that of the collector and of delays.
func (g *group) parts() (own, taken []*slice) {
	for _, s := range g.slices {
		if s.Taken != classNone {
			taken = append(taken, s)
		} else {
			own = append(own, s)
		}
	}
	return own, taken
}

// secondsTaken returns how much of the time of an init function the collector and delays took.
func secondsTaken(slices []*slice) float64 {
	var ns int64
	for _, s := range slices {
		if s.Taken != classNone {
			ns += s.ns()
		}
	}
	return float64(ns) / 1e9
}

// spreadUnsampled moves CPU time of an init function without a line (before its first sample, after
// its last) to the CPU group that has most, when that one has a line.
func spreadUnsampled(groups []*group) []*group {
	var best *group
	for _, g := range groups {
		if g.cause.class() == classCPU && anySampled(g) && (best == nil || g.seconds() > best.seconds()) {
			best = g
		}
	}
	if best == nil {
		return groups
	}
	var out []*group
	for _, g := range groups {
		if g.cause.class() == classCPU && !anySampled(g) {
			best.slices = append(best.slices, g.slices...)
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
