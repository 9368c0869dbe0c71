package startup

import (
	"cmp"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Names of the metrics of allocations, exec to ready.
const (
	MetricAllocBytes       = "/startup/allocs:bytes"   // exact
	MetricAllocObjects     = "/startup/allocs:objects" // exact
	MetricAllocSite        = "/startup/allocs/site:bytes"
	MetricAllocSiteObjects = "/startup/allocs/site:objects"
)

// topSites is how many sites a record names; the profile has all of them.
const topSites = 10

// analyzeAlloc adds what the run that sampled allocations shows.
func analyzeAlloc(dir string, seen *observed, rec *evidence.Record, m *metrics) {
	run := seen.Alloc
	skip := func(why string) {
		rec.Skipped = append(rec.Skipped, evidence.Skipped{What: "allocations by site", Why: why})
	}
	if !run.Good() {
		skip("the run that samples them " + describe(run) + ", the traced one got ready")
		return
	}
	a, err := readAllocs(filepath.Join(dir, fileAllocs))
	if err != nil {
		skip(err.Error())
		return
	}
	if !a.Complete {
		skip("the program ended before the agent had written them")
		return
	}
	ready := run.Ready
	if run.Outcome == experiment.OutcomeExited && a.Exit != 0 {
		ready = a.Exit // what the agent did afterwards is not the program's
	}
	m.add(passAlloc, MetricReady, "lower", nil, float64(ready-run.Start)/1e9)
	m.add(passAlloc, MetricAllocBytes, "lower", nil, float64(a.Bytes))
	m.add(passAlloc, MetricAllocObjects, "lower", nil, float64(a.Objects))
	if a.Changed {
		skip("the program sets runtime.MemProfileRate itself")
		return
	}
	n := seen.namer()
	for _, s := range n.allocSites(a) {
		labels := n.placeLabels(s.at)
		m.add(passAlloc, MetricAllocSite, "lower", labels, float64(s.bytes))
		m.add(passAlloc, MetricAllocSiteObjects, "lower", labels, float64(s.objects))
	}
}

// An allocSite is what was allocated by a line of the program, itself or through the standard library.
type allocSite struct {
	at             evidence.Frame
	bytes, objects int64
}

// allocSites returns the sites with most bytes.
func (n *namer) allocSites(a *agent.Allocs) []allocSite {
	sums := map[evidence.Frame]*allocSite{}
	for _, s := range a.Sites {
		if fromAgent(s.Stack) {
			continue
		}
		at := n.placeOf(nil, nil, timeline.NewStack(s.Stack...))
		if sums[at] == nil {
			sums[at] = &allocSite{at: at}
		}
		sums[at].bytes += s.Bytes
		sums[at].objects += s.Objects
	}
	var out []allocSite
	for _, s := range sums {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b allocSite) int {
		return cmp.Or(cmp.Compare(b.bytes, a.bytes), cmp.Compare(a.at.Package, b.at.Package),
			cmp.Compare(a.at.Symbol, b.at.Symbol), cmp.Compare(a.at.File, b.at.File), cmp.Compare(a.at.Line, b.at.Line))
	})
	return out[:min(len(out), topSites)]
}
