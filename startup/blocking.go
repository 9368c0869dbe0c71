package startup

import (
	"cmp"
	"math"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Names of the metrics of blocking, by reason. A goroutine is blocked while it is off the CPU: it
// waits, is in a system call, or could run and has no turn.
const (
	MetricBlocked           = "/startup/blocked:seconds"         // of all goroutines of the program, exec to ready
	MetricBlockedOnPath     = "/startup/blocked/on_path:seconds" // of the critical path, inside such a wait
	MetricBlockedLongest    = "/startup/blocked/longest:seconds" // with its place
	MetricBlockedWaits      = "/startup/blocked/waits:count"
	MetricBlockedGoroutines = "/startup/blocked/goroutines:count"
)

// blocking is what goroutines spent off the CPU for one reason.
type blocking struct {
	reason            string
	total             int64 // ns, added up over goroutines
	onPath            int64 // ns of the path; what lies in waits for several reasons counts for each
	waits, goroutines int
	longest           int64
	at                *timeline.Stack     // where the longest was
	by                *timeline.Goroutine // and whose
	last              int64               // the goroutine counted last
}

// blockings returns them, those with most on the path first.
func (o *observation) blockings(path []*slice) []*blocking {
	t := &blockingTable{rows: map[string]*blocking{}}
	o.blocked(func(b *blocked) { t.row(b.reason).add(b) })
	t.readPath(o, path)
	all := make([]*blocking, 0, len(t.rows))
	for _, reason := range sortedKeys(t.rows) {
		all = append(all, t.rows[reason])
	}
	slices.SortStableFunc(all, func(a, b *blocking) int {
		return cmp.Or(cmp.Compare(b.onPath, a.onPath), cmp.Compare(b.total, a.total))
	})
	return all
}

func (r *blocking) add(b *blocked) {
	d := b.to - b.from
	r.total += d
	r.waits++
	if r.last != b.g.ID {
		r.last = b.g.ID
		r.goroutines++
	}
	if d > r.longest {
		r.longest, r.at, r.by = d, b.stack, b.g
	}
}

// blockingTable is the reasons in the making.
type blockingTable struct {
	rows  map[string]*blocking
	last  *blocking // spares most of the looking up
	marks []*blocking
}

func (t *blockingTable) row(reason string) *blocking {
	if t.last != nil && t.last.reason == reason {
		return t.last
	}
	r := t.rows[reason]
	if r == nil {
		r = &blocking{reason: reason}
		t.rows[reason] = r
	}
	t.last = r
	return r
}

// readPath books the critical path to the reasons of the waits that it lies in.
func (t *blockingTable) readPath(o *observation, path []*slice) {
	for _, s := range path {
		t.marks = t.marks[:0]
		if s.Off != (offCPU{}) && o.ofProgram(s.G) {
			t.mark(s.Off.Value())
		}
		for w := s.wait(); w != nil; w = s.outer(w) {
			if o.ofProgram(w.G) {
				t.mark(cmp.Or(w.Reason, reasonUnknown))
			}
		}
		for _, row := range t.marks {
			row.onPath += s.ns()
		}
	}
}

// mark remembers a reason once.
func (t *blockingTable) mark(reason string) {
	if row := t.row(reason); !slices.Contains(t.marks, row) {
		t.marks = append(t.marks, row)
	}
}

// blocking adds what goroutines were blocked by.
func (m *metrics) blocking(o *observation, path []*slice, n *namer) {
	for _, r := range o.blockings(path) {
		reason := map[string]string{"reason": r.reason}
		m.addObserved(MetricBlocked, "none", reason, float64(r.total)/1e9)
		m.addObserved(MetricBlockedOnPath, "lower", reason, float64(r.onPath)/1e9)
		m.addObserved(MetricBlockedGoroutines, "none", reason, float64(r.goroutines))
		m.addObserved(MetricBlockedWaits, "none", reason, float64(r.waits))
		longest := n.placeLabels(n.placeOf(o.line, r.by, r.at))
		longest["reason"] = r.reason
		m.addObserved(MetricBlockedLongest, "none", longest, float64(r.longest)/1e9)
	}
}

// placeOf is the place for which goroutine g is at a stack: the innermost frame of the program's own,
// else that in which it, or who began it, was begun; else what the stack has of the standard library.
func (n *namer) placeOf(line *timeline.Timeline, g *timeline.Goroutine, st *timeline.Stack) evidence.Frame {
	if f, ok := n.innermost(st); ok {
		return n.frame(f)
	}
	for began := int64(math.MaxInt64); g != nil && g.Created < began; g = line.Goroutines[g.Creator] {
		began = g.Created
		if f, ok := n.innermost(g.CreatedAt); ok {
			return n.frame(f)
		}
	}
	return n.standardPlace(st)
}

// standardPlace is the innermost frame outside of the runtime and the agent, the zero Frame if there
// is none.
func (n *namer) standardPlace(st *timeline.Stack) evidence.Frame {
	for _, f := range st.Frames() {
		if !ofRuntime(f.Func) && !ofAgent(f.Func) {
			return n.frame(f.Frame)
		}
	}
	return evidence.Frame{}
}

// placeLabels are the labels of a metric that belongs to a place; none of an unknown one.
func (n *namer) placeLabels(f evidence.Frame) map[string]string {
	out := map[string]string{}
	for key, value := range map[string]string{"package": f.Package, "symbol": f.Symbol, "file": place(f, n.module)} {
		if value != "" {
			out[key] = value
		}
	}
	return out
}
