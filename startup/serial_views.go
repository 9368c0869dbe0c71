package startup

import (
	"iter"
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// waitsOutside are the classes of waits for something outside of the program, with the functions
// by which such a wait shows that it begins anew instead of going on with what is there already.
var waitsOutside = [len(classNames)]func(*slice) bool{
	classNetwork: calls("net.(*Dialer).", "net.(*sysDialer).", "net.(*netFD).connect",
		"net/http.(*Transport).dial", "net/http.(*Transport).startDial"),
	classDNS:        calls("net.(*Resolver)."),
	classSubprocess: calls("os.StartProcess", "syscall.forkExec"),
	classFile:       calls("os.OpenFile", "syscall.Open"),
}

// A view is a slice of the path as one goroutine saw it: it was in it itself, waited for it or had
// begun it.
type view struct {
	*slice
	frames []*timeline.StackFrame // of that goroutine outside the standard library, outermost first
	waits  bool                   // for something outside
}

// waiters returns the goroutines in which or on behalf of which the path waits for something outside more
// than once and for at least so many ns, in the order in which it first comes to them.
func (o *observation) waiters(path []*slice, least int64) []int64 {
	var order []int64
	type waits struct{ count, ns int64 }
	all := map[int64]waits{}
	var here []int64
	for _, s := range path {
		if !outside(s) {
			continue
		}
		here = append(here[:0], s.G)
		for w := s.wait(); w != nil; w = s.outer(w) {
			if !slices.Contains(here, w.G) {
				here = append(here, w.G)
			}
		}
		for c := range o.creators(s.G) {
			if !slices.Contains(here, c.Creator) {
				here = append(here, c.Creator)
			}
		}
		for _, g := range here {
			w, known := all[g]
			if !known {
				order = append(order, g)
			}
			all[g] = waits{w.count + 1, w.ns + s.To - s.From}
		}
	}
	return slices.DeleteFunc(order, func(g int64) bool { return all[g].count < 2 || all[g].ns < least })
}

// creators yields the goroutine g, the one that began it, and so on, as long as their creators are
// known.
func (o *observation) creators(g int64) iter.Seq[*timeline.Goroutine] {
	return func(yield func(*timeline.Goroutine) bool) {
		at := o.line.Goroutines[g]
		for at != nil && at.Creator != 0 && at.Creator < at.ID && yield(at) {
			at = o.line.Goroutines[at.Creator]
		}
	}
}

// outside reports whether s is a wait for something outside of the program, after main began.
func outside(s *slice) bool { return s.Phase == phaseMain && waitsOutside[s.Class] != nil }

// viewsOf returns the slices of the path that goroutine g was in, waited for or had begun, in order of
// time. Those of init functions of the main goroutine are left out: nothing outside is waited for in them.
func (n *namer) viewsOf(o *observation, g int64, path []*slice) []view {
	born := int64(0)
	if known := o.line.Goroutines[g]; known != nil {
		born = known.Created
	}
	begun := newMemo(func(by int64) *timeline.Stack { return o.begun(g, by) })
	out := n.views
	for _, s := range path {
		if s.To <= born || g == mainGoroutine && s.Phase != phaseMain {
			continue
		}
		st := standing(g, s, begun)
		if frames := n.userFrames(st); len(frames) > 0 {
			out = append(out, view{s, frames, outside(s)})
		}
	}
	n.views = out[len(out):]
	return slices.Clip(out)
}

// standing is the stack of goroutine g that s is below: its own, that at which it waited for s, or
// where it had begun what s is part of; nil if it had nothing to do with it.
func standing(g int64, s *slice, begun *memo[int64, *timeline.Stack]) *timeline.Stack {
	if s.G == g {
		return s.Stack
	}
	if w := s.outermost(func(w *timeline.Wait) bool { return w.G == g }); w != nil {
		return w.Stack
	}
	return begun.of(s.G)
}

// begun returns where goroutine g began another, or one of those that did so, nil if it did not.
func (o *observation) begun(g, other int64) *timeline.Stack {
	for c := range o.creators(other) {
		if c.Creator == g {
			return c.CreatedAt
		}
	}
	return nil
}
