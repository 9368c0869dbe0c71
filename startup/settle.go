package startup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/timeline"
)

// settle decides the exact instant of ready and the goroutine that got there, from events: the
// outside only saw when to stop. It returns what weakens the answer.
func (o *observation) settle(seen *observed) []string {
	run := seen.Trace
	o.good = run.Good()
	o.ready, o.readyG = run.Ready, mainGoroutine
	if run.Ready == 0 {
		o.ready = run.End // never ready: the path to where it stopped
		if o.marks.Stop != 0 {
			o.ready = o.marks.Stop
		}
		o.readyG = o.lastActive(o.ready)
		return nil
	}
	switch {
	case run.Taken != nil && o.settleInChild(seen):
		return nil
	case run.Taken != nil:
		return o.settleAccept(seen)
	case o.marks.Exit != 0 && run.Outcome == experiment.OutcomeExited:
		o.ready = o.marks.Exit
		o.readyG, o.readyBy = o.exiting(o.ready), "ends with exit code 0"
		return nil
	}
	if want, err := experiment.ParseReady(seen.Ready); err == nil && want.Kind == experiment.Settle {
		o.good = seen.trouble() == nil // the agent's presence made the outside less strict
		return o.settleQuiet(want.Quiet)
	}
	o.readyG, o.readyBy = o.lastActive(o.ready), "meets "+seen.Ready
	return nil
}

// settleQuiet takes the first instant from which on no goroutine of the program ran for the quiet
// time; the outside had only seen how much CPU was used, with the agent's own.
func (o *observation) settleQuiet(quiet time.Duration) []string {
	o.quiet = quiet.Nanoseconds()
	var warnings []string
	idle := o.line.Idle(o.start)
	i := slices.IndexFunc(idle, func(r timeline.Range) bool { return r.To-r.From >= o.quiet })
	if i < 0 {
		i = len(idle) - 1
		warnings = append(warnings, "the "+spokenRun(o.pass)+" was watched for less than "+quiet.String()+
			" after its last work: ready may be later than that")
	}
	if i < 0 {
		o.readyG, o.readyBy = o.lastActive(o.ready), "settles"
		return []string{"some goroutine ran all the time: ready is when the process used hardly any CPU"}
	}
	o.ready = idle[i].From
	o.readyG, o.readyBy = o.lastActive(o.ready), "settles: no goroutine runs for "+quiet.String()
	for _, g := range o.line.At(o.ready) {
		if g.G == o.readyG {
			o.readyAt = g.Stack
		}
	}
	return warnings
}

// settleAccept takes the first wait in Accept: of any listener, or of the one that the user named. A
// trace does not name ports, but one goroutine was woken by the connection that the traced run made
// to the listener that was taken.
func (o *observation) settleAccept(seen *observed) []string {
	run := seen.Trace
	accepts := o.line.Accepts()
	if len(accepts) == 0 {
		o.readyG, o.readyBy = o.lastActive(o.ready), "listens on "+run.Taken.Address
		return []string{"no goroutine was seen waiting in Accept: ready is when the listening socket appeared"}
	}
	first, named := accepts[0], strings.HasPrefix(seen.Ready, experiment.Listen+":")
	woken, known := o.wokenBy(accepts, run.Ready)
	if !known {
		woken, known = around(accepts, run.Ready)
	}
	if known && named {
		first = woken
	}
	o.ready, o.readyG, o.readyAt = first.At, first.G, first.Stack
	o.readyBy = "accepts connections on " + run.Taken.Address
	if len(run.Listeners) == 1 || known && named {
		return nil
	}
	if !known || woken.G != first.G {
		o.readyBy = "accepts connections on one of " + addresses(run)
	}
	return []string{fmt.Sprintf("%d listeners (%s): ready is the first that accepts; if that is a debug or "+
		"metrics port, name the right one with --ready listen:PORT", len(run.Listeners), addresses(run))}
}

// wokenBy returns the goroutine that last ended a wait in Accept before t.
func (o *observation) wokenBy(accepts []timeline.Mark, t int64) (timeline.Mark, bool) {
	var best timeline.Mark
	var ended int64
	for _, a := range accepts {
		h := o.line.Goroutines[a.G].History()
		for i := h.Before(min(t, o.line.End)); i >= 0 && h.To(i) > ended; i-- {
			over := h.State(i) == timeline.Waiting && h.Reason(i) == "network" && h.To(i) <= t && h.To(i) < o.line.End
			if over && h.Stack(i).Has("internal/poll.(*FD).Accept") {
				best, ended = a, h.To(i)
			}
		}
	}
	return best, ended != 0
}

// knockWithin is how far the parent's view of an accepted connection may be from the event.
const knockWithin = int64(10e6) // ns

// around returns the goroutine that began to wait in Accept nearest to t: a connection that was
// there already is accepted without a wait, and the next wait follows at once.
func around(accepts []timeline.Mark, t int64) (timeline.Mark, bool) {
	best, distance := timeline.Mark{}, knockWithin
	for _, a := range accepts {
		if d := max(a.At-t, t-a.At); d < distance {
			best, distance = a, d
		}
	}
	return best, distance < knockWithin
}

func addresses(run *experiment.Run) string {
	var all []string
	for _, l := range run.Listeners {
		all = append(all, l.Address)
	}
	return strings.Join(all, ", ")
}

var exiting = signOf("os.Exit")

// exiting returns the goroutine that called exit at t: the one that runs with an exit on its
// stack, normally the main goroutine.
func (o *observation) exiting(t int64) int64 {
	for _, g := range o.line.At(t) {
		if g.State == timeline.Running && g.Since <= t && exiting.on(g.Stack) {
			return g.G
		}
	}
	return o.lastActive(t)
}

// lastActive returns the goroutine that ran last before t: it printed the line, wrote the file or
// sent the answer that was seen from outside.
func (o *observation) lastActive(t int64) int64 {
	best, at := int64(mainGoroutine), int64(-1)
	for id, g := range o.line.Goroutines {
		if g.Runtime {
			continue
		}
		h := g.History()
		for i := h.Len() - 1; i >= 0; i-- {
			if h.From(i) > t || h.State(i) != timeline.Running && h.State(i) != timeline.Syscall {
				continue
			}
			if end := min(h.To(i), t); end > at || end == at && id < best {
				best, at = id, end
			}
			break
		}
	}
	return best
}
