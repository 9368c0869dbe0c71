package probe

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/auxv"
	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// Budget is how many hits of each kind, those that tell of the kernel and the others, are noted. A hit takes
// 20 to 50 µs with two busy CPUs: each kind holds a program up for a few seconds at the most. A start with
// 16,000 goroutines, more than any seen, takes half of it.
const Budget = 100_000

// A point is a function of the runtime at whose beginning something is noted.
type point struct {
	function string
	needed   bool // without it goroutines cannot be followed
	kernel   bool // it tells of the kernel: there may be very many
	note     func(*Watch, *unix.PtraceRegs) goevent.Event
}

// Watch is what was noted of one process. It may be read once the tracing has ended.
type Watch struct {
	Inits  []Init
	Main   int64 // when main.main began, CLOCK_MONOTONIC in ns; 0: it was not seen
	End    int64 // when the process began to end by itself, the same
	Events goevent.Recording

	program *Program
	process *ptrace.Process
	layout  *layout
	stacks  map[string]int32 // by their addresses
	known   map[int64]bool   // goroutines that have run
	inside  map[int64]int32  // goroutines in the kernel, and on which thread
	left    [2]int           // of the budget: of the kernel, of the others
	stays   stays            // nil: the kernel tells how long threads stand still
	memory  [stackBytes]byte
}

// Init is the beginning of an init function.
type Init struct {
	Symbol string
	Entry  uint64 // in the file
	At     int64  // CLOCK_MONOTONIC in ns
}

// Watch sets the breakpoints in a process that stands still at its exec.
func (p *Program) Watch(process *ptrace.Process) (*Watch, error) {
	entry, err := auxv.Of(process.PID, auxv.Word, auxv.Entry)
	if err != nil {
		return nil, fmt.Errorf("asking where the program lies: %w", err)
	}
	bias := entry - p.file.Entry()
	w := &Watch{program: p, process: process, layout: p.layout, stacks: map[string]int32{},
		known: map[int64]bool{}, inside: map[int64]int32{}, left: [2]int{p.budget, p.budget}}
	w.Events.PID, w.Events.Bias = process.PID, bias
	for _, fn := range p.inits {
		err := process.Break(fn.Entry+bias, &ptrace.Breakpoint{Once: true, Hit: func(t *ptrace.Thread) {
			w.Inits = append(w.Inits, Init{Symbol: fn.Name, Entry: fn.Entry, At: t.Seen})
			w.pass(t)
		}})
		if err != nil {
			return nil, fmt.Errorf("setting a breakpoint in %s: %w", fn.Name, err)
		}
	}
	err = process.Break(p.main.Entry+bias, &ptrace.Breakpoint{Once: true, Hit: func(t *ptrace.Thread) {
		w.Main = t.Seen
		w.pass(t)
	}})
	if err != nil {
		return nil, fmt.Errorf("setting a breakpoint in %s: %w", p.main.Name, err)
	}
	if p.Blind != nil {
		return w, nil
	}
	return w, w.follow()
}

// follow sets the breakpoints that tell of goroutines.
func (w *Watch) follow() error {
	for _, pt := range points {
		body := w.program.at[pt.function]
		if body == 0 {
			continue
		}
		err := w.process.Break(body+w.Events.Bias, &ptrace.Breakpoint{Hit: func(t *ptrace.Thread) { w.hit(&pt, t) }})
		if errors.Is(err, errors.ErrUnsupported) && !pt.needed {
			continue
		}
		if err != nil {
			return fmt.Errorf("setting a breakpoint in %s: %w", pt.function, err)
		}
	}
	return nil
}

// pass notes that the main goroutine came by. Where goroutines cannot be followed this is all that is known
// of it: it runs on one thread until the init functions are done, and then on any.
func (w *Watch) pass(t *ptrace.Thread) {
	switch {
	case w.program.Blind == nil:
	case w.Main != 0:
		w.add(goevent.Event{Kind: goevent.Blind}, t)
	case len(w.Inits) == 1:
		w.add(of(goevent.Run, mainGoroutine), t)
	}
	w.add(of(goevent.Passed, mainGoroutine), t)
	w.stood(t)
}

// mainGoroutine runs the init functions and main.main.
const mainGoroutine = 1

func (w *Watch) hit(pt *point, t *ptrace.Thread) {
	regs, err := t.Regs()
	if err != nil {
		return // it was killed
	}
	e := pt.note(w, regs)
	if e.Kind == goevent.Born { // this is when it runs, too
		w.add(e, t)
		e = of(goevent.Run, e.G)
	}
	if e.Kind != 0 {
		w.add(e, t)
	}
	w.spend(pt, t)
	w.stood(t)
}

// stood notes how long the thread has been looked at by now. That is the least for which it stood still, where
// the kernel does not tell.
func (w *Watch) stood(t *ptrace.Thread) {
	if len(w.Events.Events) == 0 {
		return
	}
	last := &w.Events.Events[len(w.Events.Events)-1]
	if last.Time != t.Seen || last.TID != int32(t.TID) {
		return
	}
	if w.stays != nil {
		w.stays.stop(t, w.Events.Events)
	}
	last.After = monotonic() - t.Seen
}

func (w *Watch) add(e goevent.Event, t *ptrace.Thread) {
	e.Time, e.TID = t.Seen, int32(t.TID)
	switch e.Kind {
	case goevent.Entered:
		w.inside[e.G] = e.TID
	case goevent.Returned:
		delete(w.inside, e.G)
	}
	w.Events.Events = append(w.Events.Events, e)
}

// of returns an event of a goroutine, without a kind if that is not known.
func of(kind goevent.Kind, g int64) goevent.Event {
	if g == 0 {
		return goevent.Event{}
	}
	return goevent.Event{Kind: kind, G: g}
}

// spend takes a hit from the budget. When the part for the kernel is used up, goroutines are not seen to
// enter it any more; when the other is used up, nothing is seen.
func (w *Watch) spend(pt *point, t *ptrace.Thread) {
	switch {
	case pt.kernel:
		if w.left[0]--; w.left[0] <= 0 {
			w.overspend(t)
		}
	default:
		if w.left[1]--; w.left[1] == 0 {
			w.giveUp(t)
		}
	}
}

// overspend lets goroutines come back that are in the kernel, and gives up those that take as many hits
// again: one may stay there for good while others come and go.
func (w *Watch) overspend(t *ptrace.Thread) {
	w.clear("runtime.reentersyscall")
	if len(w.inside) > 0 && w.left[0] > -w.program.budget {
		return
	}
	w.clear("runtime.exitsyscall")
	for _, g := range slices.Sorted(maps.Keys(w.inside)) {
		w.Events.Events = append(w.Events.Events, goevent.Event{Time: t.Seen, Kind: goevent.Lost, TID: w.inside[g], G: g})
	}
	clear(w.inside)
}

// giveUp leaves goroutines alone from here on.
func (w *Watch) giveUp(t *ptrace.Thread) {
	w.add(goevent.Event{Kind: goevent.Blind}, t)
	for _, pt := range points {
		w.clear(pt.function)
	}
}

func (w *Watch) clear(function string) {
	if body := w.program.at[function]; body != 0 {
		w.process.Clear(body + w.Events.Bias) // of a process that has ended nothing needs to be cleared
	}
}
