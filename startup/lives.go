package startup

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Names of the metrics of the lives of goroutines, those of the runtime and the agent left out.
const (
	MetricCreated         = "/startup/goroutines/created:count"            // before ready
	MetricAlive           = "/startup/goroutines/alive:count"              // most at once before ready
	MetricBurst           = "/startup/goroutines/burst:count"              // within 10 ms by one go statement
	MetricRunnable        = "/startup/goroutines/runnable:seconds"         // without a turn, by origin
	MetricRunnableLongest = "/startup/goroutines/runnable/longest:seconds" // at a time, by origin
)

// What is worth telling of goroutines. A burst of a hundred costs about 0.3 µs and 2 KiB each, which
// is nothing; but whatever they do comes at once, and its turn comes late.
const (
	burstWithin  = int64(10e6) // ns
	smallBurst   = 100         // goroutines
	longRunnable = int64(1e6)  // ns, added up over the goroutines of an origin
	topBursts    = 3
	topOrigins   = 3
)

// lives adds how many goroutines there were and how they came to run.
func (m *metrics) lives(o *observation, n *namer) {
	all := o.goroutines()
	created := 0
	for _, g := range all {
		if g.Created != 0 {
			created++
		}
	}
	m.addObserved(MetricCreated, "none", nil, float64(created))
	m.addObserved(MetricAlive, "none", nil, float64(o.mostAlive(all)))
	for _, b := range n.bursts(all) {
		m.addObserved(MetricBurst, "none", n.placeLabels(n.frame(b.at)), float64(b.count))
	}
	for _, r := range n.runnables(o) {
		labels := n.placeLabels(n.frame(r.of))
		m.addObserved(MetricRunnable, "none", labels, float64(r.total)/1e9)
		m.addObserved(MetricRunnableLongest, "none", labels, float64(r.longest)/1e9)
	}
}

// mostAlive is the most goroutines that were alive at once before ready.
func (o *observation) mostAlive(all []*timeline.Goroutine) int {
	var born, died []int64
	for _, g := range all {
		h := g.History()
		if h.Len() == 0 {
			continue
		}
		born = append(born, g.Created)
		if end := h.End; end < o.ready {
			died = append(died, end)
		}
	}
	slices.Sort(born)
	slices.Sort(died)
	most, dead := 0, 0
	for i, at := range born {
		for dead < len(died) && died[dead] <= at {
			dead++
		}
		most = max(most, i+1-dead)
	}
	return most
}

// A burst is the most goroutines that one go statement began within 10 ms.
type burst struct {
	at    timeline.Frame
	count int
}

// bursts returns the greatest of those that are worth telling.
func (n *namer) bursts(all []*timeline.Goroutine) []burst {
	statement := newMemo(n.goStatement)
	times := map[timeline.Frame][]int64{}
	for _, g := range all {
		if at := statement.of(g.CreatedAt); g.Created != 0 && at.Func != "" {
			times[at] = append(times[at], g.Created)
		}
	}
	var out []burst
	for at, t := range times {
		if count := mostWithin(t, burstWithin); count >= smallBurst {
			out = append(out, burst{at, count})
		}
	}
	slices.SortFunc(out, func(a, b burst) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.at.Func, b.at.Func), cmp.Compare(a.at.Line, b.at.Line))
	})
	return out[:min(len(out), topBursts)]
}

// goStatement is where the program began a goroutine that was created at a stack: of wg.Go the caller.
func (n *namer) goStatement(st *timeline.Stack) timeline.Frame {
	if f, ok := n.innermost(st); ok {
		return timeline.Frame{Func: f.Func, File: f.File, Line: f.Line}
	}
	for _, f := range st.Frames() {
		if !ofRuntime(f.Func) {
			return timeline.Frame{Func: f.Func, File: f.File, Line: f.Line}
		}
	}
	return timeline.Frame{}
}

// mostWithin is the most of the instants that lie within a time. It sorts them.
func mostWithin(t []int64, within int64) int {
	slices.Sort(t)
	most, first := 0, 0
	for i := range t {
		for t[i]-t[first] > within {
			first++
		}
		most = max(most, i+1-first)
	}
	return most
}

// runnable is how long the goroutines of one origin had to wait for their turn.
type runnable struct {
	of             timeline.Frame
	total, longest int64 // ns
}

// runnables returns those whose goroutines had to wait longest.
func (n *namer) runnables(o *observation) []*runnable {
	known := map[timeline.Frame]*runnable{}
	var of *runnable
	var whose *timeline.Goroutine
	o.blocked(func(b *blocked) {
		if b.span.State != timeline.Runnable {
			return
		}
		if whose != b.g {
			whose = b.g
			origin := n.origin(b.g)
			if known[origin] == nil {
				known[origin] = &runnable{of: origin}
			}
			of = known[origin]
		}
		of.total += b.to - b.from
		of.longest = max(of.longest, b.to-b.from)
	})
	var out []*runnable
	for _, r := range known {
		if r.total >= longRunnable && r.of.Func != "" {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *runnable) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.of.Func, b.of.Func), cmp.Compare(a.of.Line, b.of.Line))
	})
	return out[:min(len(out), topOrigins)]
}

// origin is what a goroutine is known by: its entry function if that is the program's, else where it
// was begun. That of the main goroutine is the runtime's, but everybody knows main.main.
func (n *namer) origin(g *timeline.Goroutine) timeline.Frame {
	if g.Entry == "runtime.main" {
		return timeline.Frame{Func: "main.main"}
	}
	if n.standard(g.Entry) {
		if f := n.goStatement(g.CreatedAt); f.Func != "" {
			return f
		}
	}
	return timeline.Frame{Func: g.Entry}
}

// frameOf is the place that placeLabels made labels of.
func frameOf(labels map[string]string) evidence.Frame {
	return evidence.Frame{Package: labels["package"], Symbol: labels["symbol"], File: labels["file"]}
}
