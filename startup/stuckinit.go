package startup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// Rules of information on a package init that never returned.
const (
	ruleInitDeadlock = "init-deadlock" // it and every other goroutine wait for one another, or for nobody
	ruleInitWait     = "init-wait"     // something outside may still end its wait
)

// stuckInit tells of the init function that the program waited in when it was given up: nothing else
// can begin before it returns. There is none if initialisation was over or went on. r is the run that
// decides whether that is a deadlock: a trace does not show the timers of a select. It lasted until then.
func (n *namer) stuckInit(o *observation, r *experiment.Run, until int64) []evidence.Finding {
	in := o.unfinishedInit()
	if in == nil {
		return nil
	}
	states := o.line.At(o.ready)
	i := slices.IndexFunc(states, func(g timeline.GState) bool { return g.Stack.Has(in.Symbol) && g.State == timeline.Waiting })
	if i < 0 {
		return nil
	}
	self := states[i]
	at, ok := n.innermost(self.Stack)
	if !ok {
		return nil
	}
	where, pkg := n.frame(at), n.packageOf(in.Symbol)
	f := evidence.Finding{
		Rule: ruleInitWait, Severity: finding.Info, Phase: phaseInit.String(), Pass: n.pass, Where: where,
		Class: classOfWait(self.Reason, self.Stack).String(),
		Cost:  evidence.Cost{Value: float64(until-self.Since) / 1e9, Unit: "seconds"},
		Title: fmt.Sprintf("package init of %s waits at %s:%d (%s) for %s",
			pkg, where.File, where.Line, self.Reason, n.awaited(o, in, states, self)),
		Do: "start what it waits for in main, after all init functions; nothing that waits belongs in init",
		Why: fmt.Sprintf("Package init runs on one goroutine, before main; %s has not returned for %s.",
			in.Symbol, unit.Seconds(float64(until-in.Start)/1e9)),
	}
	if looksDeadlocked(r) && !slices.ContainsFunc(states, func(g timeline.GState) bool { return !asleep(g) }) {
		f.Rule = ruleInitDeadlock
	}
	f.Fingerprint = finding.Fingerprint(f.Rule, where.Package, where.Symbol)
	return []evidence.Finding{f}
}

// looksDeadlocked reports whether the runtime said that r deadlocked, or its threads looked so.
func looksDeadlocked(r *experiment.Run) bool {
	return r != nil && (deadlocked(r) || strings.Contains(r.Problem, experiment.LooksDeadlocked))
}

// stuckUntil is until when the goroutines waited as they did when the traced run was given up: a deadlock
// lasts to its end, and is suspected and traced long before.
func (o *observation) stuckUntil(traced *experiment.Run) int64 {
	if looksDeadlocked(traced) {
		return max(o.ready, traced.End)
	}
	return o.ready
}

// unfinishedInit is the init function that had begun and not returned, nil if there is none.
func (o *observation) unfinishedInit() *agent.Init {
	if len(o.marks.Inits) == 0 {
		return nil
	}
	if last := &o.marks.Inits[len(o.marks.Inits)-1]; last.End == 0 {
		return last
	}
	return nil
}

// asleep reports whether only another goroutine can wake g.
func asleep(g timeline.GState) bool {
	return g.State == timeline.Waiting && g.Reason != "sleep" && g.Reason != "network"
}

// awaited names who could end the wait of goroutine self: clock and network, goroutines that the init
// function began, else all others that run code of the program. The trace does not show which of
// several it is.
func (n *namer) awaited(o *observation, in *agent.Init, states []timeline.GState, self timeline.GState) string {
	switch self.Reason {
	case "sleep":
		return "the clock"
	case "network":
		return "the network"
	}
	others := slices.DeleteFunc(slices.Clone(states), func(g timeline.GState) bool {
		return g.G == self.G || !n.own(g.Stack)
	})
	begun := slices.DeleteFunc(slices.Clone(others), func(g timeline.GState) bool { return !o.begunIn(in, g.G) })
	if len(begun) > 0 {
		others = begun
	}
	if len(others) == 0 {
		return "nobody: no other goroutine is left"
	}
	first := others[0]
	at, _ := n.innermost(first.Stack)
	where := n.frame(at)
	what := first.State.String()
	if first.Reason != "" {
		what = first.Reason
	}
	place := fmt.Sprintf("at %s:%d (%s)", where.File, where.Line, what)
	if len(others) > 1 {
		return fmt.Sprintf("one of %d goroutines; the first is %s", len(others), place)
	}
	return fmt.Sprintf("goroutine %d, which is %s", first.G, place)
}

// begunIn reports whether goroutine g, or one that began it, was begun by the init function.
func (o *observation) begunIn(in *agent.Init, g int64) bool {
	for at := o.line.Goroutines[g]; at != nil && at.Creator < at.ID; at = o.line.Goroutines[at.Creator] {
		if at.CreatedAt.Has(in.Symbol) {
			return true
		}
	}
	return false
}

// nameStuckInit puts what is known of a stuck init function into the finding that is the answer.
func nameStuckInit(all []evidence.Finding) {
	i := slices.IndexFunc(all, func(f evidence.Finding) bool { return f.Rule == ruleNotReady })
	j := slices.IndexFunc(all, func(f evidence.Finding) bool { return f.Rule == ruleInitDeadlock || f.Rule == ruleInitWait })
	if i >= 0 && j >= 0 {
		head, _, _ := strings.Cut(all[i].Title, ": ")
		all[i].Title, all[i].Do = head+": "+all[j].Title, all[j].Do
	}
}
