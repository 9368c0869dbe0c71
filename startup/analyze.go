package startup

import (
	"fmt"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/unit"
)

// AnalysisNumber is raised whenever the findings of the same evidence may change.
const AnalysisNumber = 6

// analyze computes everything that follows from what the runs left in dir: passes, metrics,
// findings, warnings and what was skipped. It does not touch the machine; the same files give the
// same result.
func analyze(dir string, rec *evidence.Record) error {
	seen, err := loadObserved(dir)
	if err != nil {
		return err
	}
	rec.Tool.Analysis = AnalysisNumber
	rec.Passes, rec.Metrics, rec.Findings = nil, nil, nil
	rec.Warnings, rec.Skipped = nil, nil
	for _, s := range seen.Skipped {
		rec.Skipped = append(rec.Skipped, evidence.Skipped(s))
	}
	m := metrics{pass: seen.pass()}
	analyzePasses(dir, seen, rec, &m)
	seen.withPairs(&m, rec)
	rec.Metrics = m.all
	excuse(rec)
	rec.Findings = append(rec.Findings, seen.troubles()...)
	nameStuckInit(rec.Findings)
	for _, note := range seen.Notes {
		rec.Warnings = append(rec.Warnings, evidence.Warning{Text: note})
	}
	if seen.Fitness != nil {
		gated(rec, seen.Fitness)
	}
	rec.Warnings = append(append(rec.Warnings, seen.runWarnings()...), hostWarnings(rec)...)
	return nil
}

// analyzePasses adds what each pass shows by itself.
func analyzePasses(dir string, seen *observed, rec *evidence.Record, m *metrics) {
	add := func(name string, runs int, observed *experiment.Run) {
		p := evidence.Pass{Name: name, Runs: runs, UID: seen.UID}
		if rec.Metrics = m.all; observed != nil {
			p.Perturbation = perturbation(name, observed, rec)
		}
		rec.Passes = append(rec.Passes, p)
	}
	m.plain(seen.Plain)
	if seen.File != nil {
		m.add(passPlain, MetricFile, "lower", nil, float64(seen.File.Bytes))
	}
	if len(seen.Plain) > 0 {
		add(passPlain, len(seen.Plain), nil)
	}
	if seen.Trace != nil && seen.Trace.Outcome != experiment.OutcomePortTaken && seen.Trace.Outcome != experiment.OutcomeDaemon {
		analyzeTrace(dir, seen, rec, m)
		add(m.pass, 1, seen.Trace)
		rec.Warnings = append(rec.Warnings, otherWork(seen, rec)...)
	}
	if seen.Alloc != nil {
		analyzeAlloc(dir, seen, rec, m)
		add(passAlloc, 1, seen.Alloc)
	}
	if seen.InitTrace != nil {
		analyzeInitTrace(dir, seen, rec, m)
		add(passInitTrace, 1, nil)
	}
}

// analyzeTrace adds what the run that explains the others shows. Damaged evidence loses this pass, not the rest.
func analyzeTrace(dir string, seen *observed, rec *evidence.Record, m *metrics) {
	o, warnings, err := seen.observation(dir)
	if s := seen.elsewhere(); s != nil && (err != nil || o.image == nil && o.in == nil) {
		rec.Skipped = append(rec.Skipped, *s)
		return
	}
	rec.Warnings = append(rec.Warnings, seen.childWarning()...)
	if err == nil && o.unfollowed() != nil {
		rec.Skipped = append(rec.Skipped, *o.unfollowed())
		return
	}
	if err != nil {
		rec.Skipped = append(rec.Skipped, seen.unseen(err))
		return
	}
	for _, w := range warnings {
		rec.Warnings = append(rec.Warnings, evidence.Warning{Metric: MetricReady, Text: w})
	}
	rec.Skipped = append(rec.Skipped, o.children.unwatched()...)
	if o.image != nil && o.good {
		o.analyzeImages(rec, m)
		return
	}
	if !o.timed() {
		rec.Skipped = append(rec.Skipped, evidence.Skipped{
			What:   "exact times of init functions and phases",
			Why:    watcher(m.pass) + " did not find the list of init functions in this program",
			Remedy: "a Go toolchain from " + agent.Oldest + " to " + agent.Newest,
		})
	}
	if s := seen.unseenLoader(); s != nil {
		rec.Skipped = append(rec.Skipped, evidence.Skipped(*s))
	}
	o.analyzePath(seen, rec, m)
}

// analyzePath adds the critical path and what follows from it.
func (o *observation) analyzePath(seen *observed, rec *evidence.Record, m *metrics) {
	procs, _ := o.marks.At(agent.AtStart).Value("/sched/gomaxprocs:threads")
	rec.Host.GOMAXPROCS = int(procs)
	n := seen.namer()
	rec.Warnings = append(rec.Warnings, n.guestWarnings(o)...)
	slices := o.slices()
	m.traced(o, slices, n)
	if !o.good {
		n.unready(o, seen, rec) // a path to nowhere has no causes
		return
	}
	causes, without := n.findings(o, slices)
	rec.Findings = append(rec.Findings, causes...)
	m.without(without)
	rec.Findings = append(rec.Findings, n.readyBy(o))
	if o.quiet > 0 {
		end := min(o.ready+o.quiet, o.line.End)
		rec.Findings = append(rec.Findings, n.waiting(o, end, end)...)
	}
	if u, ready := unattributed(slices), float64(o.took())/1e9; u > 0.01*ready && u > 1e-4 {
		rec.Warnings = append(rec.Warnings, evidence.Warning{
			Metric: MetricUnattributed,
			Text:   fmt.Sprintf("%.1f %% of the critical path could not be attributed", 100*u/ready),
		})
	}
}

// unready tells what the traced run was waiting for when it was given up, and warns if the plain ones
// got ready.
func (n *namer) unready(o *observation, seen *observed, rec *evidence.Record) {
	until := o.stuckUntil(seen.Trace)
	rec.Findings = append(rec.Findings, n.stuckInit(o, seen.trouble(), until)...)
	rec.Findings = append(rec.Findings, n.waiting(o, o.ready, until)...)
	if seen.trouble() == nil {
		rec.Warnings = append(rec.Warnings, evidence.Warning{
			Metric: MetricReady, Text: "the " + spokenRun(seen.pass()) + " " + describe(seen.Trace) +
				", the plain ones got ready: " + seen.Trace.Problem,
		})
	}
}

// What observing takes at most: 1.8 times the CPU of a small program, 1.5 times that of a bigger one
// (docs/field-notes.md). More in both respects is work that the plain runs did not have.
const (
	otherTimes   = 2    // the CPU time of the plain runs
	otherSeconds = 0.02 // of CPU time
)

// otherWork warns of an observed run that did what the plain ones did not: the first start of a program may
// fill a database or a cache that later ones find.
func otherWork(seen *observed, rec *evidence.Record) []evidence.Warning {
	plain := metric(rec, MetricCPU, passPlain)
	if plain == nil {
		return nil
	}
	p, s := plain.Summary.Median, seen.Trace.CPUReady
	if s < otherTimes*p || s-p < otherSeconds {
		return nil
	}
	why := "it did what they found done, such as filling a database or a cache, and its causes are not theirs; " +
		"measure again, now that it is done"
	if fromOutside(seen.pass()) { // each point costs CPU time, too
		why = "being observed slows down goroutines that hand over to one another often, and their causes and delays get too " +
			"big a share; or it did what the plain ones found done, such as filling a database: then measure again"
	}
	return []evidence.Warning{{Metric: MetricCPU, Text: fmt.Sprintf("the %s used %s of CPU, the plain ones %s: %s",
		spokenRun(seen.pass()), unit.Seconds(s), unit.Seconds(p), why)}}
}

func (o *observed) namer() *namer {
	n := newNamer(o.Package, o.Module, o.Packages)
	n.pass = o.pass()
	if o.Named != "" {
		n.modules = &moduleList{main: &subject{Package: o.Package, Module: o.Module, GoVersion: o.Go, Modules: o.Modules}}
	}
	return n
}

// runWarnings are what the runs themselves warn of, each once.
func (o *observed) runWarnings() []evidence.Warning {
	var out []evidence.Warning
	told := map[string]bool{}
	for _, r := range o.runs() {
		for _, text := range r.Warnings {
			if !told[text] {
				told[text] = true
				out = append(out, evidence.Warning{Metric: MetricReady, Text: text})
			}
		}
	}
	return out
}
