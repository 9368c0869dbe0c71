package startup

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Names of the metrics of a start. The part after the colon is the unit.
const (
	MetricReady = "/startup/ready:seconds" // exec to ready
	// MetricReadyWithout is ready in a replay of the traced run without some of the causes: the label
	// "without" has their fingerprints, separated by commas. See timeline.Replay for what it cannot tell.
	MetricReadyWithout = "/startup/ready/without:seconds"

	MetricRuntimeInit  = "/startup/runtime_init:seconds"         // exec to the first user init
	MetricLoader       = "/startup/dynamic_loader:seconds"       // of that the dynamic loader
	MetricPackageInit  = "/startup/package_init:seconds"         // first user init to main.main
	MetricMainToReady  = "/startup/main_to_ready:seconds"        // main.main to ready
	MetricInitSelf     = "/startup/package_init/self:seconds"    // by package
	MetricUnattributed = "/startup/unattributed:seconds"         // of the critical path
	MetricCPU          = "/startup/cpu:seconds"                  // user and system, exec to ready
	MetricRSS          = "/startup/rss:bytes"                    // peak to ready
	MetricMinorFaults  = "/startup/faults/minor:count"           // to ready
	MetricMajorFaults  = "/startup/faults/major:count"           // to ready
	MetricFile         = "/startup/executable:bytes"             // size of the plain one: exact
	MetricInits        = "/startup/package_init/functions:count" // that ran before main.main: exact
	metricClassPrefix  = "/startup/critical_path/class:seconds"  // by class
)

// A table of samples in the order in which metrics are written.
type metrics struct {
	all  []evidence.Metric
	pass string // of the run that explains the others, see addObserved
}

func (m *metrics) add(pass, name, better string, labels map[string]string, samples ...float64) {
	if len(samples) == 0 {
		return
	}
	_, u, _ := strings.Cut(name, ":")
	m.all = append(m.all, evidence.Metric{
		Name: name, Unit: u, Better: better, Pass: pass, Labels: labels,
		Samples: samples, Summary: stats.Summarize(samples),
	})
}

// addObserved adds what the run that explains the others shows.
func (m *metrics) addObserved(name, better string, labels map[string]string, samples ...float64) {
	m.add(m.pass, name, better, labels, samples...)
}

// plain adds what the plain runs measured. Runs that never got ready do not count, nor do
// figures that could not be measured.
func (m *metrics) plain(runs []experiment.Run) {
	m.addRuns(runs, MetricReady, func(r *experiment.Run) float64 { return float64(r.Ready-r.Start) / 1e9 })
	m.addRuns(runs, MetricCPU, func(r *experiment.Run) float64 { return r.CPUReady })
	m.addRuns(runs, MetricRSS, func(r *experiment.Run) float64 { return float64(r.MaxRSS) })
	m.addRuns(runs, MetricMinorFaults, func(r *experiment.Run) float64 { return float64(r.MinorFaults) })
	m.addRuns(runs, MetricMajorFaults, func(r *experiment.Run) float64 { return float64(r.MajorFaults) })
}

func (m *metrics) addRuns(runs []experiment.Run, name string, value func(*experiment.Run) float64) {
	var samples []float64
	for i := range runs {
		if v := value(&runs[i]); runs[i].Good() && v >= 0 {
			samples = append(samples, v)
		}
	}
	m.add(passPlain, name, "lower", nil, samples...)
}

// traced adds what the run that explains the others shows of itself.
func (m *metrics) traced(o *observation, slices []*slice, n *namer) {
	begin, done := o.firstInit(), o.initDone()
	if o.good {
		m.addObserved(MetricReady, "lower", nil, float64(o.took())/1e9)
	}
	if len(o.marks.Inits) > 0 {
		m.addObserved(MetricInits, "lower", nil, float64(len(o.marks.Inits)))
	}
	if o.timed() {
		m.addObserved(MetricRuntimeInit, "lower", nil, float64(begin-o.start-o.held[phaseRuntime])/1e9)
		m.addObserved(MetricPackageInit, "lower", nil, float64(done-begin-o.held[phaseInit])/1e9)
	}
	if o.entry != 0 {
		m.addObserved(MetricLoader, "lower", nil, float64(o.entry-o.exec)/1e9)
	}
	if o.marks.InitDone != 0 {
		m.addObserved(MetricMainToReady, "lower", nil, float64(o.ready-done-o.held[phaseMain])/1e9)
	}
	m.addObserved(MetricUnattributed, "lower", nil, unattributed(slices))
	m.classes(slices)
	m.blocking(o, slices, n)
	m.lives(o, n)
	m.inits(o, n)
	m.runtime(o.marks)
	m.byPhase(o.marks)
}

// unattributed is the time on the path of which nothing is known, in seconds.
func unattributed(slices []*slice) float64 {
	var ns int64
	for _, s := range slices {
		if s.Class == classNone {
			ns += s.ns()
		}
	}
	return float64(ns) / 1e9
}

func (m *metrics) classes(slices []*slice) {
	sums := map[string]int64{}
	for _, s := range slices {
		if s.Class != classNone {
			sums[s.Class.String()] += s.ns()
		}
	}
	for _, class := range sortedKeys(sums) {
		m.addObserved(metricClassPrefix, "lower", map[string]string{"class": class}, float64(sums[class])/1e9)
	}
}

// inits adds the exact time of the init functions, summed by package, in order of execution.
func (m *metrics) inits(o *observation, n *namer) {
	sums, inits := map[string]int64{}, o.marks.Inits
	var order []string
	for i := range inits {
		pkg := n.packageOf(inits[i].Symbol)
		if _, seen := sums[pkg]; !seen {
			order = append(order, pkg)
		}
		to := inits[i].End
		if to == 0 {
			to = max(o.ready, inits[i].Start) // it never returned
		}
		sums[pkg] += to - inits[i].Start - heldWithin(o.line.Held[mainGoroutine], inits[i].Start, to)
	}
	for _, pkg := range order {
		m.addObserved(MetricInitSelf, "lower", n.packageLabels(pkg), float64(sums[pkg])/1e9)
	}
}

// heldWithin is how much of [from, to) the stretches cover, ns.
func heldWithin(all []timeline.Stretch, from, to int64) (sum int64) {
	first := sort.Search(len(all), func(i int) bool { return all[i].To > from })
	for _, s := range all[first:] {
		if s.From >= to {
			break
		}
		sum += min(s.To, to) - max(s.From, from)
	}
	return sum
}

// packageLabels are the labels of a metric that belongs to a package.
func (n *namer) packageLabels(pkg string) map[string]string {
	labels := map[string]string{"package": pkg}
	if p := n.known(pkg); p != nil && p.Module != "" {
		labels["module"] = p.Module
		if p.Version != "" {
			labels["version"] = p.Version
		}
	}
	return labels
}

// runtime adds the runtime's own metrics under their own names, labelled with the point of time.
func (m *metrics) runtime(marks *agent.Marks) {
	for _, point := range []string{agent.AtStart, agent.AtInitDone, agent.AtReady, agent.AtExit} {
		at := marks.At(point)
		if at == nil {
			continue
		}
		byName := func(a, b agent.Metric) int { return cmp.Compare(a.Name, b.Name) }
		for _, v := range slices.SortedFunc(slices.Values(at.Metrics), byName) {
			m.addObserved(v.Name, "none", map[string]string{"at": point}, v.Value)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// perturbation is the cost of observing in the run of a pass against the medians of the plain runs;
// nil where either is missing.
func perturbation(pass string, run *experiment.Run, rec *evidence.Record) *evidence.Perturbation {
	p := new(evidence.Perturbation)
	plain, seen := metric(rec, MetricReady, passPlain), metric(rec, MetricReady, pass)
	if plain != nil && seen != nil {
		p.Wall = ratio(seen.Summary.Median, plain.Summary.Median)
	}
	if plain := metric(rec, MetricCPU, passPlain); plain != nil && run.CPUReady >= 0 {
		p.CPU = ratio(run.CPUReady, plain.Summary.Median)
	}
	return p
}

// ratio is nil where the divisor is nothing.
func ratio(a, b float64) *float64 {
	if b <= 0 {
		return nil
	}
	r := a / b
	return &r
}
