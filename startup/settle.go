package startup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/timeline"
)

// settle decides the exact instant of ready and the goroutine that got there, from events: the
// outside only saw when to stop. It returns what weakens the answer.
func (o *observation) settle(seen *observed) []string {
	run := seen.Trace
	o.good = run.Good()
	o.ready, o.readyG = run.Ready, 1
	if run.Ready == 0 {
		o.ready = run.End // never ready: the path to where it stopped
		if o.marks.Stop != 0 {
			o.ready = o.marks.Stop
		}
		o.readyG = o.lastActive(o.ready)
		return nil
	}
	switch {
	case run.Taken != nil:
		return o.settleAccept(run)
	case o.marks.Exit != 0 && run.Outcome == experiment.OutcomeExited:
		o.ready = o.marks.Exit
		o.readyG, o.readyBy = o.exiting(o.ready), "ends with exit code 0"
		return nil
	}
	o.readyG, o.readyBy = o.lastActive(o.ready), "meets "+seen.Ready
	return nil
}

// settleAccept takes the first wait in Accept on the listener that was taken. A trace does not
// name ports: listeners are matched by the order in which they were opened.
func (o *observation) settleAccept(run *experiment.Run) []string {
	accepts := o.line.Accepts()
	if len(accepts) == 0 {
		o.readyG, o.readyBy = o.lastActive(o.ready), "listens on "+run.Taken.Address
		return []string{"no goroutine was seen waiting in Accept: ready is when the listening socket appeared"}
	}
	if len(run.Listeners) == 1 {
		o.accept(accepts[0], run.Taken)
		return nil
	}
	listens := o.line.Listens()
	for i, l := range run.Listeners {
		if l == *run.Taken && len(listens) == len(run.Listeners) {
			o.accept(acceptAfter(accepts, listens[i]), run.Taken)
			return []string{fmt.Sprintf("%d listeners (%s): ready was taken from %s; if that is a debug or "+
				"metrics port, name the right one with --ready listen:PORT", len(run.Listeners), addresses(run), run.Taken.Address)}
		}
	}
	o.accept(accepts[0], run.Taken)
	return []string{fmt.Sprintf("%d listeners (%s): ready is the first wait in Accept, which may belong "+
		"to another one than %s; --ready listen:PORT decides", len(run.Listeners), addresses(run), run.Taken.Address)}
}

// accept settles on a wait in Accept.
func (o *observation) accept(a timeline.Mark, l *experiment.Listener) {
	o.ready, o.readyG = a.At, a.G
	o.readyBy, o.readyAt = "accepts connections on "+l.Address, a.Stack
}

func addresses(run *experiment.Run) string {
	var all []string
	for _, l := range run.Listeners {
		all = append(all, l.Address)
	}
	return strings.Join(all, ", ")
}

// acceptAfter returns the accept that belongs to a listen: by the same goroutine, else the first
// one after it.
func acceptAfter(accepts []timeline.Mark, listen timeline.Mark) timeline.Mark {
	for _, a := range accepts {
		if a.At >= listen.At && a.G == listen.G {
			return a
		}
	}
	for _, a := range accepts {
		if a.At >= listen.At {
			return a
		}
	}
	return accepts[len(accepts)-1]
}

// exiting returns the goroutine that called exit at t: the one that runs with an exit on its
// stack, normally the main goroutine.
func (o *observation) exiting(t int64) int64 {
	for _, g := range o.line.At(t) {
		if g.State == timeline.Running && g.Since <= t && hasPrefix(g.Stack, "os.Exit") {
			return g.G
		}
	}
	return o.lastActive(t)
}

// lastActive returns the goroutine that ran last before t: it printed the line, wrote the file or
// sent the answer that was seen from outside.
func (o *observation) lastActive(t int64) int64 {
	best, at := int64(1), int64(-1)
	for id, g := range o.line.Goroutines {
		if g.Runtime {
			continue
		}
		for _, s := range slices.Backward(g.Spans()) {
			if s.From > t || s.State != timeline.Running && s.State != timeline.Syscall {
				continue
			}
			if end := min(s.To, t); end > at || end == at && id < best {
				best, at = id, end
			}
			break
		}
	}
	return best
}
