package startup

import (
	"cmp"

	"github.com/cupelgo/cupel/evidence"
)

// The passes of a measurement. One of trace, ptrace and bpf explains the others.
const (
	passPlain     = "plain"
	passTrace     = "trace"  // of the build with the agent, which writes an execution trace
	passPtrace    = "ptrace" // of the executable as it is, looked at from outside by breakpoints
	passBPF       = "bpf"    // the same by uprobes
	passAlloc     = "alloc"
	passInitTrace = "inittrace"
)

// pass is that of the run that explains the others.
func (o *observed) pass() string { return cmp.Or(o.ObservedBy, passTrace) }

// explaining is the pass of a record that explains the others.
func explaining(rec *evidence.Record) string {
	for _, p := range rec.Passes {
		if fromOutside(p.Name) {
			return p.Name
		}
	}
	return passTrace
}

// observedMetric returns the metric of that name without labels of the run that explains the others,
// nil if there is none.
func observedMetric(rec *evidence.Record, name string) *evidence.Metric {
	return metric(rec, name, explaining(rec))
}

// fromOutside reports whether the pass is of the executable as it is, looked at from outside.
func fromOutside(pass string) bool { return pass == passPtrace || pass == passBPF }

// spokenRun is what a reader calls the run of a pass that explains the others.
func spokenRun(pass string) string {
	if fromOutside(pass) {
		return "observed run"
	}
	return "traced run"
}

// watcher is who looks into the program in a run of that pass.
func watcher(pass string) string {
	if fromOutside(pass) {
		return "Cupel"
	}
	return "the agent"
}

// observedRun is what a reader calls the run of the record that explains the others.
func observedRun(rec *evidence.Record) string { return spokenRun(explaining(rec)) }
