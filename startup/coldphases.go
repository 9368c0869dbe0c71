package startup

import (
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/stats"
)

// mostPhasePairs is how many pairs of runs tell where a cold start waits: they explain, as the run that
// explains the others does, and how long it takes is told by the pairs without breakpoints.
const mostPhasePairs = 3

// whatColdPhases is what was not measured where the phases of cold runs are not known.
const whatColdPhases = "in which phase a cold start waits for the disk"

// A phasePair is a warm and a cold run with breakpoints, made one right after the other.
type phasePair struct {
	Warm phasedRun `json:"warm"`
	Cold phasedRun `json:"cold"`
}

// A phasedRun is what the phases of a run cost. Runtime lasts until the runtime begins package init, with what
// it initialises itself.
type phasedRun struct {
	Runtime phaseCost `json:"runtime"`
	Init    phaseCost `json:"init"`
	Main    phaseCost `json:"main"`
	Problem string    `json:"problem,omitempty"` // why it is not known; "" if it is
}

// A phaseCost is what a phase took and read.
type phaseCost struct {
	Seconds float64 `json:"seconds"`
	Read    int64   `json:"read"`  // bytes from the disk
	Major   int64   `json:"major"` // page faults that waited for the disk
}

// States of the page cache, as labels.
const (
	cacheWarm = "warm"
	cacheCold = "cold"
)

// phases adds what the phases of the runs with breakpoints cost. plain are the times to ready of cold runs
// without.
func (c *cold) phases(m *metrics, rec *evidence.Record, uid int, plain []float64) {
	if len(c.Phases) == 0 {
		return
	}
	var warm, cold []phasedRun
	pass := evidence.Pass{Name: passColdPhases, Runs: len(c.Phases), UID: uid}
	for _, p := range c.Phases {
		for _, r := range []phasedRun{p.Warm, p.Cold} {
			if r.Problem != "" {
				rec.Passes = append(rec.Passes, pass)
				rec.Skipped = append(rec.Skipped, evidence.Skipped{What: whatColdPhases, Why: r.Problem})
				return
			}
		}
		warm, cold = append(warm, p.Warm), append(cold, p.Cold)
	}
	m.phased(cacheWarm, warm)
	m.phased(cacheCold, cold)
	pass.Perturbation = &evidence.Perturbation{Wall: ratio(stats.Median(wholes(cold)), stats.Median(plain))}
	rec.Passes = append(rec.Passes, pass)
}

// phased adds the phases of runs that began with the page cache in that state.
func (m *metrics) phased(cache string, all []phasedRun) {
	for _, ph := range []struct {
		phase
		of func(phasedRun) phaseCost
	}{
		{phaseRuntime, func(r phasedRun) phaseCost { return r.Runtime }},
		{phaseInit, func(r phasedRun) phaseCost { return r.Init }},
		{phaseMain, func(r phasedRun) phaseCost { return r.Main }},
	} {
		var seconds, read, major []float64
		for _, r := range all {
			cost := ph.of(r)
			seconds, read, major = append(seconds, cost.Seconds), append(read, float64(cost.Read)), append(major, float64(cost.Major))
		}
		labels := map[string]string{"phase": ph.String(), "cache": cache}
		m.add(passColdPhases, MetricPhase, "lower", labels, seconds...)
		m.add(passColdPhases, MetricPhaseRead, "lower", labels, read...)
		m.add(passColdPhases, MetricPhaseMajor, "lower", labels, major...)
	}
}

// wholes are the times to ready of runs with breakpoints, seconds.
func wholes(all []phasedRun) []float64 {
	var out []float64
	for _, r := range all {
		out = append(out, r.Runtime.Seconds+r.Init.Seconds+r.Main.Seconds)
	}
	return out
}
