package startup

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Limits below which nothing is a finding. A trace run on a busy machine moves single pieces by
// some milliseconds (docs/benchmarks.md), and no start gets noticeably better by less.
const (
	minCost       = 0.005 // seconds
	minShare      = 0.01  // of ready
	minSpread     = 0.05  // share that GC and scheduling delays need, which are nobody's single line
	manyInits     = 10    // init functions that make a crowd
	smallInit     = 0.010 // seconds: up to twice minCost an init function may belong to a crowd
	manyHandoffs  = 100   // channel hand-overs on the path that make a pattern
	handoffPiece  = 20e3  // ns: a median of running time between hand-overs up to this is their overhead
	minSampleHalf = 0.5   // part of the samples that a specific CPU cause needs
)

// A group is the slices of one cause at one place.
type group struct {
	cause  *cause
	slices []*slice
	init   *agent.Init // the place, in package init
	line   int         // in the init function's own frame
	frames []timeline.Frame
	count  int // init functions summed up, for many-small-inits
}

func (g *group) seconds() float64 { return seconds(g.slices) }

func seconds(slices []*slice) float64 {
	var ns int64
	for _, s := range slices {
		ns += s.To - s.From
	}
	return float64(ns) / 1e9
}

// fold turns the slices of the critical path into groups, one per cause and place.
func (n *namer) fold(o *observation, slices []slice) []*group {
	n.locate(o, slices)
	o.markCollector(slices)
	markLocks(slices)
	markHandoffs(slices)
	var inits, rest []*slice
	for i := range slices {
		s := &slices[i]
		switch {
		case s.Class == "" || s.Class == classTracer || s.Phase == phaseRuntime:
		case s.Init != nil && s.Class != "channel":
			// What the collector and the scheduler took within an init function is part of its
			// exact time and would be gone without it.
			s.Collector = s.Class == "gc"
			if s.Class == "gc" || s.Class == "sched" {
				s.Class, s.Sampled = "cpu", false
			}
			inits = append(inits, s)
		default:
			rest = append(rest, s)
		}
	}
	groups := append(n.foldInits(inits), n.foldMain(o, rest)...)
	return n.crowd(absorb(groups, slices))
}

// locate finds the Place of each slice.
func (n *namer) locate(o *observation, path []slice) {
	for i := range path {
		s := &path[i]
		s.Place = s.Stack
		if !n.own(s.Stack) {
			if st := n.onBehalfOf(o, s); st != nil {
				s.Place = st
			}
		}
	}
}

// onBehalfOf returns the stack of the program's own code for which a goroutine without any works:
// that of the innermost wait for it, else that of the go statement that began it. nil if there is
// none.
func (n *namer) onBehalfOf(o *observation, s *slice) *timeline.Stack {
	for _, w := range slices.Backward(s.Waits) {
		if n.own(w.Stack) {
			return w.Stack
		}
	}
	for g := o.line.Goroutines[s.G]; g != nil && g.Creator < g.ID; g = o.line.Goroutines[g.Creator] {
		if n.own(g.CreatedAt) {
			return g.CreatedAt
		}
	}
	return nil
}

// own reports whether a frame outside of the standard library is on the stack. The answer is
// kept: a long path has few different stacks.
func (n *namer) own(st *timeline.Stack) bool {
	if st == nil {
		return false
	}
	if known, ok := n.owned[st]; ok {
		return known
	}
	_, ok := n.innermost(st)
	n.owned[st] = ok
	return ok
}

// markLocks gives the class lock to everything that a mutex or Once on the path waits for: what
// its holder does meanwhile is not the path's own work.
func markLocks(slices []slice) {
	for i := range slices {
		if s := &slices[i]; s.Class != "" && lockWait(s) != nil {
			s.Class = "lock"
		}
	}
}

// lockWait returns the outermost wait at a lock that s lies within, nil if there is none.
func lockWait(s *slice) *timeline.Wait {
	for _, w := range s.Waits {
		if w.Reason == "sync" && hasPrefix(w.Stack, "sync.(*Mutex).", "sync.(*RWMutex).",
			"sync.(*Once).", "internal/sync.(*Mutex).") {
			return w
		}
	}
	return nil
}

// markHandoffs gives the class channel to long runs of hand-overs: the delays, and the running
// time in between when that is typically too short to be anything but the hand-over itself.
func markHandoffs(path []slice) {
	var between []*slice
	n := 0
	for i := range path {
		s := &path[i]
		if s.Handoff {
			n++
		}
		if s.Class == "cpu" && (i > 0 && path[i-1].Handoff || i+1 < len(path) && path[i+1].Handoff) {
			between = append(between, s)
		}
	}
	if n < manyHandoffs || len(between) == 0 {
		return
	}
	for i := range path {
		if path[i].Handoff {
			path[i].Class = "channel"
		}
	}
	slices.SortFunc(between, func(a, b *slice) int { return cmp.Compare(a.To-a.From, b.To-b.From) })
	if middle := between[len(between)/2]; middle.To-middle.From <= handoffPiece {
		for _, s := range between {
			s.Class = "channel"
		}
	}
}

// markCollector gives the class gc to scheduling delays while the collector marked: it had taken
// the processors.
func (o *observation) markCollector(path []slice) {
	i := 0
	for _, r := range o.line.Ranges {
		if r.Name != "GC concurrent mark phase" {
			continue
		}
		for ; i < len(path) && path[i].To <= r.From; i++ {
		}
		for j := i; j < len(path) && path[j].From < r.To; j++ {
			if path[j].Class == "sched" {
				path[j].Class = "gc"
			}
		}
	}
}

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
	for _, w := range s.Waits {
		if line := lineIn(w.Stack, s.Init.Symbol); line != 0 {
			return line
		}
	}
	return 0
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
	plain := *slices[0]
	plain.Stack = nil
	return causeOf(&plain)
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

// foldMain groups what lies outside of init functions: by cause, and within a cause by the place
// to blame.
func (n *namer) foldMain(o *observation, slices []*slice) []*group {
	byCause := map[*cause][]*slice{}
	retries := n.retries(slices)
	for _, s := range slices {
		c := causeOf(s)
		if retries[s] {
			c = &retryBackoff
		}
		if c != nil {
			byCause[c] = append(byCause[c], s)
		}
	}
	var groups []*group
	for _, c := range causes {
		if len(byCause[c]) == 0 {
			continue
		}
		if c == &channelHandoff {
			groups = append(groups, n.handoff(o, byCause[c]))
			continue
		}
		for _, b := range n.blame(byCause[c], splits(c)) {
			groups = append(groups, &group{cause: c, slices: b.slices, frames: b.frames})
		}
	}
	return groups
}

// handoff makes one group of all hand-overs. Both sides have equal parts in them; the side that
// gets ready is the one to blame.
func (n *namer) handoff(o *observation, all []*slice) *group {
	side := slices.DeleteFunc(slices.Clone(all), func(s *slice) bool { return s.G != o.readyG })
	if len(side) == 0 {
		side = all
	}
	return &group{cause: &channelHandoff, slices: all, frames: n.blame(side, false)[0].frames}
}

// splits reports whether a cause may lie in several places: garbage collection and scheduling
// delays are one thing wherever they strike.
func splits(c *cause) bool { return c != &gcOnPath && c != &schedulerDelay }

// retries returns the sleeps that alternate, at one place, with attempts to reach a peer.
func (n *namer) retries(slices []*slice) map[*slice]bool {
	type site struct {
		fn   string
		line int
	}
	sleeps := map[site][]*slice{}
	tried := map[site]bool{} // an attempt since the last sleep
	proven := map[site]bool{}
	for _, s := range slices {
		if s.Class == "sleep" {
			if at, ok := n.innermost(s.Place); ok {
				k := site{at.Func, at.Line}
				proven[k] = proven[k] || tried[k] && len(sleeps[k]) > 0
				sleeps[k] = append(sleeps[k], s)
				tried[k] = false
			}
			continue
		}
		if hasPrefix(s.Stack, "net.(*Dialer).", "net.(*sysDialer).", "net.(*netFD).") {
			for k := range sleeps {
				tried[k] = true
			}
		}
	}
	out := map[*slice]bool{}
	for k, all := range sleeps {
		for _, s := range all {
			out[s] = proven[k]
		}
	}
	return out
}

// innermost returns the deepest frame outside of the standard library.
func (n *namer) innermost(st *timeline.Stack) (timeline.Frame, bool) {
	if st == nil {
		return timeline.Frame{}, false
	}
	for _, f := range st.Frames() {
		if !n.standard(f.Func) {
			return f, true
		}
	}
	return timeline.Frame{}, false
}

// crowd sums init functions that are too small to matter alone by module, when there are many
// and they matter together.
func (n *namer) crowd(groups []*group) []*group {
	small := map[string][]*group{}
	var out []*group
	for _, g := range groups {
		if g.init != nil && g.cause.Class == "cpu" && g.seconds() < smallInit {
			m := n.moduleOf(g.init.Symbol)
			small[m] = append(small[m], g)
			continue
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
	}
	return all
}

// moduleOf returns the module of the package that holds symbol; packages the go command did not
// list stand for themselves.
func (n *namer) moduleOf(symbol string) string {
	pkg := n.packageOf(symbol)
	if p := n.packages[pkg]; p != nil {
		return p.Module
	}
	return strings.TrimSuffix(pkg, "/")
}
