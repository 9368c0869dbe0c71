package startup

import (
	"fmt"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/unit"
)

// Names of the metrics of page-cache-cold runs. Those of a pair's warm run have the label "paired".
const (
	MetricRead       = "/startup/read:bytes"               // from the disk, to ready
	MetricColdFile   = "/startup/cold/file:bytes"          // size of a file that was dropped, by file and file system
	MetricColdStayed = "/startup/cold/file/stayed:bytes"   // what of it stayed in the page cache, by file; none: could not tell
	MetricPhase      = "/startup/phase:seconds"            // by phase and state of the cache, see phasedRun
	MetricPhaseRead  = "/startup/phase/read:bytes"         // the same
	MetricPhaseMajor = "/startup/phase/faults/major:count" // the same
)

// whatCold is what was not measured where no run was cold.
const whatCold = "page-cache-cold runs"

// ruleCold tells what a cold start costs. It is information: whether starts are cold is for others to know.
const ruleCold = "cold-start"

func (o *observed) coldPairs() []pair {
	if o.Cold == nil {
		return nil
	}
	return o.Cold.Pairs
}

// withCold adds what the page-cache-cold runs show to a record.
func (o *observed) withCold(m *metrics, rec *evidence.Record) {
	if o.Cold == nil {
		return
	}
	rec.Passes = append(rec.Passes, evidence.Pass{Name: passCold, Runs: len(o.Cold.Pairs), UID: o.UID})
	o.Cold.files(m, rec)
	for _, p := range o.Cold.Pairs {
		for _, r := range []experiment.Run{p.Plain, p.Other} {
			if !r.Good() {
				rec.Skipped = append(rec.Skipped, evidence.Skipped{
					What: whatCold, Why: "one of the runs did not get ready: " + r.Problem,
				})
				return
			}
		}
	}
	if o.Cold.inVain() {
		rec.Skipped = append(rec.Skipped, o.unproven())
		return
	}
	proven := slices.DeleteFunc(slices.Clone(o.Cold.Pairs), func(p pair) bool { return p.Other.ReadBytes <= 0 })
	if n := len(o.Cold.Pairs) - len(proven); n > 0 {
		rec.Warnings = append(rec.Warnings, evidence.Warning{Metric: MetricReady, Text: fmt.Sprintf(
			"%d of %d cold runs read nothing from the disk and are left out: they were not cold", n, len(o.Cold.Pairs))})
	}
	was, is := m.coldPairs(proven)
	if f := o.costOfCold(was, is); f != nil {
		addCold(rec.Findings, f)
		rec.Findings = append(rec.Findings, *f)
	}
	o.Cold.phases(m, rec, o.UID, is)
}

// addCold adds what a cold page cache costs to the finding that the executable is dear to load, if there is one.
func addCold(all []evidence.Finding, cold *evidence.Finding) {
	for i := range all {
		if f := &all[i]; f.Rule == hugeBinary.Name {
			f.Why += fmt.Sprintf(" With a cold page cache it costs %s more (95 %% CI %s).", unit.Seconds(cold.Cost.Value), interval(cold.Cost.CI95))
		}
	}
}

// coldPairs adds the metrics of both arms and returns their times to ready.
func (m *metrics) coldPairs(all []pair) (was, is []float64) {
	was, is = m.pairs(passCold, MetricReady, all, func(r experiment.Run) float64 { return float64(r.Ready-r.Start) / 1e9 })
	m.pairs(passCold, MetricRead, all, func(r experiment.Run) float64 { return float64(r.ReadBytes) })
	m.pairs(passCold, MetricMajorFaults, all, func(r experiment.Run) float64 { return float64(r.MajorFaults) })
	m.pairs(passCold, MetricMinorFaults, all, func(r experiment.Run) float64 { return float64(r.MinorFaults) })
	return was, is
}

// files adds what is known of the files that were dropped.
func (c *cold) files(m *metrics, rec *evidence.Record) {
	for _, f := range c.Files {
		labels := map[string]string{"file": f.Name}
		if f.FileSystem != "" {
			labels["file_system"] = f.FileSystem
		}
		m.add(passCold, MetricColdFile, "none", labels, float64(f.Bytes))
		if f.Stayed >= 0 {
			m.add(passCold, MetricColdStayed, "none", map[string]string{"file": f.Name}, float64(f.Stayed))
		}
		if f.Problem != "" {
			rec.Skipped = append(rec.Skipped, evidence.Skipped{What: "dropping " + f.Name + " from the page cache", Why: f.Problem})
		}
	}
	if c.Unseen != "" {
		rec.Skipped = append(rec.Skipped, evidence.Skipped{
			What: "cold runs without the shared libraries in the page cache", Why: c.Unseen,
			Remedy: "ptrace of own children: a seccomp profile that lets it through, kernel.yama.ptrace_scope below 3",
		})
	}
}

// What a cold page cache costs is worth a finding from so much on: the same as with a cause of medium severity.
const (
	notableCold      = 5e-3 // seconds
	notableColdShare = 0.05 // of ready
)

// costOfCold is the finding that tells what a cold page cache costs; nil if that is little or not certain.
func (o *observed) costOfCold(was, is []float64) *evidence.Finding {
	more := stats.Difference(was, is, 0.95)
	if whole := stats.Median(is); !more.OK || more.Lo < max(notableCold, notableColdShare*whole) {
		return nil
	}
	return &evidence.Finding{
		Rule: ruleCold, Severity: finding.Info, Class: classPageFault.String(), Phase: phaseRuntime.String(), Pass: passCold,
		Title: "takes longer to get ready when it must be read from the disk",
		Where: evidence.Frame{Package: o.Package, Module: o.Module},
		Cost:  evidence.Cost{Value: more.Value, Unit: "seconds", CI95: &[2]float64{more.Lo, more.Hi}},
		Share: more.Value / stats.Median(is),
		Do: "make the executable smaller (fewer packages and libraries; -ldflags='-s -w'); where machines start it " +
			"for the first time, let something read the file before it is needed",
		Why: "A page of a file that is not in the page cache is read when it is first touched. The thread waits for " +
			"that, and the kernel reads what lies around it as well, needed or not.",
		Fingerprint: finding.Fingerprint(ruleCold, o.Package, ""),
	}
}
