package startup

import (
	"cmp"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
)

// leftListens is how long a process that the program left behind may take to listen: whatever starts
// in the background more slowly than that counts as a helper.
const leftListens = 2 * time.Second

// mayFlee reports whether the next plain run has to wait for what the program leaves behind: where
// nobody has looked yet, or where it was seen that it does.
func (o *observed) mayFlee() bool {
	if o.Trace == nil {
		return len(o.Plain) == 0
	}
	return o.Trace.Outcome == experiment.OutcomeDaemon
}

// other returns what got ready in place of the program, nil if that did itself. The traced run may have
// come to nothing for just this reason: a profiler's timer outlives an exec and kills the new program.
func (o *observed) other() *experiment.Other {
	for _, r := range o.runs() {
		if r.Good() && r.Other != nil {
			return r.Other
		}
	}
	return nil
}

// elsewhere tells why the trace explains nothing: the program that gets ready is not the one that is
// traced. nil if it is.
func (o *observed) elsewhere() *evidence.Skipped {
	other := o.other()
	if other == nil {
		return nil
	}
	s := &evidence.Skipped{What: "phases, critical path and causes", Remedy: o.aimAt(other)}
	observer := watcher(o.pass())
	switch {
	case other.How == experiment.HowExec && other.Self:
		s.Why = "the program replaces itself by another execution of the same file (exec), which " + observer + " does not follow"
	case other.How == experiment.HowExec:
		s.Why = "the program replaces itself by " + other.Name + " (exec), which " + observer + " does not follow"
	case other.How == experiment.HowChild && other.Self:
		s.Why = "it is a child process, another execution of the same file, that gets ready while the program waits for it; " + observer + " does not follow it"
	default:
		return nil
	}
	return s
}

// unseen tells why there is no trace to analyse. A program that ended well without the agent noticing has
// most likely made room for another one: after its end nobody can tell.
func (o *observed) unseen(err error) evidence.Skipped {
	s := evidence.Skipped{
		What: "phases, critical path and causes", Why: err.Error(),
		Remedy: "run again; if the program ends itself by SIGKILL or a fatal error, --ready with an earlier condition helps",
	}
	switch {
	case o.Trace.Outcome == experiment.OutcomeExited:
		s.Why = "the program ended with code 0 but not by itself: it replaced itself by another one (exec), which " + watcher(o.pass()) +
			" does not follow, or made the system call for its end directly (" + err.Error() + ")"
		s.Remedy = "measure what it executes in the end"
	case o.Trace.Signal == "SIGPROF": // Go programs handle it from their first moments on
		s.Why = "the program replaced itself by another one (exec), which the agent does not follow and the profiler's timer has killed"
		s.Remedy = "measure what it executes in the end"
	}
	return s
}

// aimAt says how to measure the program that gets ready by itself.
func (o *observed) aimAt(other *experiment.Other) string {
	if !other.Self {
		return "measure " + other.Name + " itself, if it is a Go program: cupel startup with the package it is built from"
	}
	words := []string{"measure that execution by itself: cupel startup"}
	for _, key := range other.Env {
		words = append(words, "--env "+key+"=...")
	}
	words = append(words, cmp.Or(o.Named, o.Package))
	if len(other.Args) > 0 {
		words = append(append(words, "--"), other.Args...)
	}
	return strings.Join(words, " ")
}

// childWarning tells that ready was taken from a child process that is another program. The trace
// shows rightly that the program waited for it, if it did.
func (o *observed) childWarning() []evidence.Warning {
	other := o.other()
	if other == nil || other.How != experiment.HowChild || other.Self {
		return nil
	}
	text := "ready is when a child process (" + other.Name + ") listens, not the program itself"
	if o.Trace.Taken != nil {
		text += "; if the program listens later, name its port with --ready listen:PORT"
	}
	return []evidence.Warning{{Metric: MetricReady, Text: text}}
}
