package startup

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// serialGap is how much of the shorter of two waits may pass between them. More work in between may
// be what turns the first one's answer into the second one's question.
const serialGap = 0.1

// A call is a stretch of the path that lies below one line of a function.
type call struct {
	waits
	views []view
	depth int   // of the line among the frames
	class class // of its waits, if they are long enough
	again bool  // the function came to the line more than once
}

// waits are the waits for something outside among views.
type waits struct {
	from, to     int64 // of the first and the last
	sum, longest int64 // ns
}

// mayDivide reports whether two parts of the waits may take at least so many ns each.
func (w waits) mayDivide(least int64) bool { return w.sum >= 2*least && w.sum-w.longest >= least }

func (c *call) frame() timeline.Frame { return c.views[0].frames[c.depth].Frame }

// serial finds waits that follow one another in one function of the main module and may be
// independent. What overlaps is told once, the greater saving first.
func (n *namer) serial(o *observation, path []*slice) []evidence.Finding {
	ready := float64(o.took()) / 1e9
	least := int64(max(minCost, minSpread*ready) * 1e9)
	var all [][]*call
	for _, g := range o.waiters(path, 2*least) {
		q := &serialSearch{namer: n, o: o, path: path, g: g, least: least}
		all = append(all, q.sequences(n.viewsOf(o, g, path), 0)...)
	}
	slices.SortStableFunc(all, func(a, b []*call) int { return cmp.Compare(saved(b), saved(a)) })
	var told [][]*call
	var out []evidence.Finding
	for _, s := range all {
		if !slices.ContainsFunc(told, func(t []*call) bool { return overlap(s, t) }) {
			told = append(told, s)
			out = append(out, n.serialFinding(s, ready))
		}
	}
	return out
}

// A serialSearch looks for waits in a row in one goroutine.
type serialSearch struct {
	*namer
	o     *observation
	path  []*slice
	g     int64
	least int64 // ns that each must wait
}

// sequences returns the runs of waits that follow one another among views, which share the calls
// down to depth.
func (q *serialSearch) sequences(views []view, depth int) [][]*call {
	if over := func(v view) bool { return len(v.frames) <= depth }; slices.ContainsFunc(views, over) {
		views = slices.DeleteFunc(slices.Clone(views), over)
	}
	var out [][]*call
	for len(views) > 0 {
		fn := views[0].frames[depth].Func
		end := slices.IndexFunc(views, func(v view) bool { return v.frames[depth].Func != fn })
		if end < 0 {
			end = len(views)
		}
		if waitsIn(views[:end]).mayDivide(q.least) {
			out = append(out, q.within(callsIn(views[:end], depth))...)
		}
		views = views[end:]
	}
	return out
}

// within returns the runs of waits that follow one another among the calls of a function, and in what these
// call.
func (q *serialSearch) within(made []*call) [][]*call {
	var out [][]*call
	if q.inMainModule(made[0].frame().Func) {
		out = q.following(made)
	}
	for _, c := range made {
		if c.mayDivide(q.least) {
			out = append(out, q.sequences(c.views, c.depth+1)...)
		}
	}
	return out
}

// callsIn divides views of one function by the line that it had come to.
func callsIn(views []view, depth int) []*call {
	var out []*call
	last := map[int]*call{}
	for from, to := 0, 0; from < len(views); from = to {
		line := views[from].frames[depth].Line
		for to < len(views) && views[to].frames[depth].Line == line {
			to++
		}
		c := &call{views: views[from:to:to], depth: depth}
		if before := last[line]; before != nil {
			before.again, c.again = true, true
		}
		last[line] = c
		c.waits = waitsIn(c.views)
		out = append(out, c)
	}
	return out
}

func waitsIn(views []view) (all waits) {
	for i := range views {
		v := &views[i]
		if !v.waits {
			continue
		}
		if all.sum == 0 {
			all.from = v.From
		}
		all.to = v.To
		all.sum += v.To - v.From
		all.longest = max(all.longest, v.To-v.From)
	}
	return all
}

// waitsOf returns the waits for something outside within c.
func waitsOf(c *call) []*slice {
	var out []*slice
	for _, v := range c.views {
		if v.waits {
			out = append(out, v.slice)
		}
	}
	return out
}

// following returns the runs of at least two calls that wait for long enough each and may be independent
// of the one before.
func (q *serialSearch) following(made []*call) [][]*call {
	var out [][]*call
	var run []*call
	for _, c := range made {
		if c.sum < q.least {
			continue
		}
		c.class = heaviest(waitsOf(c), func(s *slice) class { return s.Class })
		if len(run) > 0 && q.mayBeIndependent(run[len(run)-1], c) {
			run = append(run, c)
			continue
		}
		if len(run) > 1 {
			out = append(out, run)
		}
		run = []*call{c}
	}
	if len(run) > 1 {
		out = append(out, run)
	}
	return out
}

// mayBeIndependent reports whether the path shows nothing by which the second call needs the first:
// it comes back to the goroutine in between, the second call begins something anew, and nobody is
// in it that was there before.
func (q *serialSearch) mayBeIndependent(first, second *call) bool {
	gap := float64(second.from - first.to)
	if first.again || second.again || gap > serialGap*float64(min(first.sum, second.sum)) {
		return false
	}
	for _, v := range second.views {
		if q.calledBack(v.frames, second.depth) {
			return false
		}
	}
	begins := waitsOutside[second.class]
	anew, through := false, false
	for s := range q.during(first.to, second.to) {
		if q.handedOn(s, first.to) {
			return false
		}
		anew = anew || begins(s)
		through = through || s.G == q.g && s.From < second.from
	}
	return anew && through
}

// during returns the slices of the path from one instant to another.
func (q *serialSearch) during(from, to int64) iter.Seq[*slice] {
	first := sort.Search(len(q.path), func(i int) bool { return q.path[i].To > from })
	return func(yield func(*slice) bool) {
		for i := first; i < len(q.path) && q.path[i].From < to && yield(q.path[i]); i++ {
		}
	}
}

// handedOn reports whether s is a wait that another goroutine met with, or waited for on behalf of
// q.g, that was there before the instant: it may have got from the first wait what it works with.
func (q *serialSearch) handedOn(s *slice, before int64) bool {
	if s.G == q.g || !outside(s) {
		return false
	}
	if q.o.older(s.G, before) {
		return true
	}
	for w := s.wait(); w != nil; w = s.outer(w) {
		if w.G == q.g {
			return false
		}
		if q.o.older(w.G, before) {
			return true
		}
	}
	return false
}

func (o *observation) older(g, than int64) bool {
	known := o.line.Goroutines[g]
	return known == nil || known.Created < than
}

// calledBack reports whether the function at depth called something that its own callers gave it: a
// closure of theirs, or a function of their package.
func (n *namer) calledBack(frames []*timeline.StackFrame, depth int) bool {
	if depth+1 >= len(frames) {
		return false
	}
	callee, here := frames[depth+1].Func, n.packageOf(frames[depth].Func)
	for _, f := range frames[:depth] {
		pkg := n.packageOf(f.Func)
		if strings.HasPrefix(callee, f.Func+".func") || pkg != here && pkg == n.packageOf(callee) {
			return true
		}
	}
	return false
}

// saved is what the calls would take less side by side, in ns.
func saved(all []*call) int64 {
	var sum, longest int64
	for _, c := range all {
		sum += c.sum
		longest = max(longest, c.sum)
	}
	return sum - longest
}

func overlap(a, b []*call) bool {
	return a[0].from < b[len(b)-1].to && b[0].from < a[len(a)-1].to
}

func (n *namer) serialFinding(all []*call, ready float64) evidence.Finding {
	var waits []*slice
	for _, c := range all {
		waits = append(waits, waitsOf(c)...)
	}
	cost := float64(saved(all)) / 1e9
	f := evidence.Finding{
		Rule: serialWaits.Name, Severity: finding.Info, Title: serialWaits.Title,
		Class: heaviest(waits, func(s *slice) class { return s.Class }).String(), Phase: phaseMain.String(),
		Where: n.frame(all[0].frame()), Cost: evidence.Cost{Value: cost, Unit: "seconds"},
		Share: cost / ready, Pass: n.pass, OnPath: true, Do: serialWaits.Do, Why: n.seenSerial(all),
	}
	f.Fingerprint = finding.Fingerprint(f.Rule, f.Where.Package, f.Where.Symbol)
	return f
}

// seenSerial says what the path shows of the calls and what it cannot show.
func (n *namer) seenSerial(all []*call) string {
	var steps []string
	between := int64(0)
	for i, c := range all {
		at := n.frame(c.frame())
		steps = append(steps, fmt.Sprintf("%s for %s at %s:%d", c.class, unit.Seconds(float64(c.sum)/1e9), at.File, at.Line))
		if i > 0 {
			between += c.from - all[i-1].to
		}
	}
	return fmt.Sprintf("Seen: %s; %s between them. Each begins anew, and the path shows nothing that the "+
		"later one got from the earlier. The trace does not show whether it uses the answer.",
		strings.Join(steps, ", then "), unit.Seconds(float64(between)/1e9))
}
