package startup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/unit"
)

// Rules of information: they are shown and never ranked.
const (
	ruleNotReady  = "not-ready"      // a run crashed, ended early, timed out or deadlocked
	ruleGoroutine = "goroutine-wait" // what a goroutine did when the program was given up or had settled
)

// ruleReadyBy tells what ready was taken from.
const ruleReadyBy = "ready-by"

// deadlockLine is what the runtime prints when no goroutine can go on.
const deadlockLine = "fatal error: all goroutines are asleep - deadlock!"

// runs returns all runs, the traced one first.
func (o *observed) runs() []*experiment.Run {
	all := slices.DeleteFunc([]*experiment.Run{o.Trace, o.Alloc, o.InitTrace},
		func(r *experiment.Run) bool { return r == nil })
	for i := range o.Plain {
		all = append(all, &o.Plain[i])
	}
	return all
}

// trouble returns the run that shows that the program does not get ready, nil when it does. Plain
// runs decide; a traced run that fails alone is the agent's doing.
func (o *observed) trouble() *experiment.Run {
	for i := range o.Plain {
		if !o.Plain[i].Good() {
			return &o.Plain[i]
		}
	}
	if len(o.Plain) == 0 && o.Trace != nil && !o.Trace.Good() {
		return o.Trace
	}
	return nil
}

// troubles tells of the first run that did not get ready.
func (o *observed) troubles() []evidence.Finding {
	r := o.trouble()
	if r == nil {
		return nil
	}
	return []evidence.Finding{{
		Rule: ruleNotReady, Severity: finding.Info, Title: describe(r),
		Phase: phaseMain.String(), Where: evidence.Frame{Package: o.Package, Module: o.Module},
		Cost: evidence.Cost{Unit: "seconds"}, Why: r.Problem + lastWords(r), Do: adviceFor(r),
		Fingerprint: finding.Fingerprint(ruleNotReady, o.Package, r.Outcome),
	}}
}

// describe says in one sentence how a run failed.
func describe(r *experiment.Run) string {
	if deadlocked(r) {
		return "deadlocks before it is ready: all goroutines are asleep"
	}
	switch r.Outcome {
	case experiment.OutcomeCrashed:
		if r.Signal != "" {
			return fmt.Sprintf("is ended by %s before it is ready", r.Signal)
		}
		return fmt.Sprintf("exits with code %d before it is ready", r.ExitCode)
	case experiment.OutcomeEnded:
		return "ends before it is ready"
	case experiment.OutcomeDaemon:
		return "puts itself into the background"
	case experiment.OutcomeTimeout:
		return "is not ready in time"
	case experiment.OutcomePortTaken:
		return "cannot be started: its port is taken"
	}
	return "was interrupted"
}

func deadlocked(r *experiment.Run) bool {
	for _, line := range r.LastLines {
		if strings.Contains(line, deadlockLine) {
			return true
		}
	}
	return false
}

func adviceFor(r *experiment.Run) string {
	switch r.Outcome {
	case experiment.OutcomeTimeout:
		return "see what each goroutine waits for; raise --timeout, or name another condition with --ready"
	case experiment.OutcomeEnded:
		return "pass the arguments it needs after --, or use --ready exit if ending is what it should do"
	case experiment.OutcomeDaemon:
		return "keep it in the foreground, where its start can be followed: most such programs have a flag for it (--foreground, --no-daemon, -f, -D; see its --help)"
	case experiment.OutcomePortTaken:
		return "stop the other process or choose another port"
	}
	return "run it by hand with the same arguments; what it printed is kept in " + fileOutput
}

// lastWords is what the program printed that tells most: a panic or fatal error, else its last line.
func lastWords(r *experiment.Run) string {
	words := ""
	for _, line := range r.LastLines {
		if line = strings.TrimSpace(line); line != "" {
			words = line
		}
		if experiment.IsFatal(line) {
			break
		}
	}
	if words == "" || strings.Contains(r.Problem, words) {
		return ""
	}
	return "; it printed: " + words
}

// readyBy tells what made the program ready and where.
func (n *namer) readyBy(o *observation) evidence.Finding {
	f := evidence.Finding{
		Rule: ruleReadyBy, Severity: finding.Info, Phase: phaseMain.String(), Pass: n.pass, OnPath: true,
		Title: o.readyBy, Where: evidence.Frame{Package: n.main}, Cost: evidence.Cost{Unit: "seconds"},
	}
	if at, ok := n.innermost(o.readyAt); ok {
		f.Where = n.frame(at)
	}
	f.Fingerprint = finding.Fingerprint(f.Rule, f.Where.Package, f.Where.Symbol)
	return f
}

// waiting tells what each goroutine was doing at an instant: when the program was given up, or had
// settled. What it was doing lasted until then, or longer.
func (n *namer) waiting(o *observation, instant, until int64) []evidence.Finding {
	var out []evidence.Finding
	for _, g := range o.line.At(instant) {
		at, ok := n.innermost(g.Stack)
		if !ok {
			continue
		}
		since := float64(until-g.Since) / 1e9
		what := g.State.String()
		if g.Reason != "" {
			what += ": " + g.Reason
		}
		where := n.frame(at)
		out = append(out, evidence.Finding{
			Rule: ruleGoroutine, Severity: finding.Info, Phase: phaseMain.String(), Pass: n.pass,
			Title: fmt.Sprintf("goroutine %d %s for %s", g.G, what, unit.Seconds(since)),
			Class: classOfWait(g.Reason, g.Stack).String(), Where: where,
			Cost:        evidence.Cost{Value: since, Unit: "seconds"},
			Fingerprint: finding.Fingerprint(ruleGoroutine, where.Package, where.Symbol),
		})
	}
	return out
}
