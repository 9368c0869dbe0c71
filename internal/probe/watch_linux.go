package probe

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/cupelgo/cupel/internal/auxv"
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// Budget is how many hits of each kind, those that tell of the kernel and the others, are noted. A hit takes
// 20 to 50 µs with two busy CPUs: each kind holds a program up for a few seconds at the most. A start with
// 16,000 goroutines, more than any seen, takes half of it.
const Budget = 100_000

// Cheaper is how many times as many hits of uprobes are noted: they take a fifth of the time, or less.
const Cheaper = 5

// A point is a function of the runtime at whose beginning something is noted.
type point struct {
	function string
	needed   bool // without it goroutines cannot be followed
	kernel   bool // it tells of the kernel: there may be very many
	asks     bpf.Asks
	note     func(*Watch, *bpf.Hit) goevent.Event
}

// Watch is what was noted of one process. It may be read once the tracing has ended.
type Watch struct {
	Inits  []Init
	Main   int64 // when main.main began, CLOCK_MONOTONIC in ns; 0: it was not seen
	End    int64 // when the process began to end by itself, the same
	Events goevent.Recording

	mu      sync.Mutex // what uprobes tell comes on another goroutine than what the tracer does
	program *Program
	process *ptrace.Process
	clear   func(function string) // removes the point there
	removed map[string]bool       // points: hits of those may still be on their way
	layout  *layout
	stacks  map[string]int32 // by their addresses
	known   map[int64]bool   // goroutines that have run
	inside  map[int64]int32  // goroutines in the kernel, and on which thread
	left    [2]int           // of the budget: of the kernel, of the others
	stops   bool             // each hit stops its thread
	stays   stays            // nil: the kernel tells how long threads stand still
	memory  [stackBytes]byte
}

// Init is the beginning of an init function.
type Init struct {
	Symbol string
	Entry  uint64 // in the file
	At     int64  // CLOCK_MONOTONIC in ns
}

// Watch sets the points in a process that stands still at its exec: as uprobes if kernel is not nil, else as
// breakpoints.
func (p *Program) Watch(process *ptrace.Process, kernel *bpf.Collector) (*Watch, error) {
	entry, err := auxv.Of(process.PID, auxv.Word, auxv.Entry)
	if err != nil {
		return nil, fmt.Errorf("asking where the program lies: %w", err)
	}
	w := &Watch{program: p, process: process, layout: p.layout, stacks: map[string]int32{},
		known: map[int64]bool{}, inside: map[int64]int32{}, removed: map[string]bool{}, left: [2]int{p.budget, p.budget}}
	w.Events.PID, w.Events.Bias = process.PID, entry-p.file.Entry()
	if kernel != nil {
		w.left[0], w.left[1] = Cheaper*p.budget, Cheaper*p.budget
		return w, w.setUprobes(kernel)
	}
	w.stops = true
	return w, w.setBreakpoints()
}

// Finish puts in order what was noted, once the tracing has ended and the Collector is closed: uprobes tell
// of it late, and in the order in which the kernel had room. What held up threads before there were goroutines is
// left out. From when some hits were lost on, if that is not 0, it is not known what goroutines did;
// CLOCK_MONOTONIC in ns.
func (w *Watch) Finish(lost int64) {
	all := w.Events.Events
	slices.SortStableFunc(all, func(x, y goevent.Event) int { return cmp.Compare(x.Time, y.Time) })
	for len(all) > 0 && all[0].Kind == goevent.Passed {
		all = all[1:]
	}
	w.Events.Events = all
	if lost == 0 || len(all) == 0 || all[len(all)-1].Time < lost {
		return
	}
	i := slices.IndexFunc(all, func(e goevent.Event) bool { return e.Time >= lost })
	w.Events.Events = append(all[:i], goevent.Event{Time: lost, Kind: goevent.Blind})
}

// begin notes that an init function begins.
func (w *Watch) begin(fn gobin.Func, h *bpf.Hit) {
	w.Inits = append(w.Inits, Init{Symbol: fn.Name, Entry: fn.Entry, At: h.Time})
	w.pass(h)
}

// done notes that main.main begins.
func (w *Watch) done(h *bpf.Hit) {
	w.Main = h.Time
	w.pass(h)
}

// pass notes that the main goroutine came by. Where goroutines cannot be followed this is all that is known
// of it: it runs on one thread until the init functions are done, and then on any.
func (w *Watch) pass(h *bpf.Hit) {
	switch {
	case w.program.Blind == nil:
	case w.Main != 0:
		w.add(goevent.Event{Kind: goevent.Blind}, h)
	case len(w.Inits) == 1:
		w.add(of(goevent.Run, mainGoroutine), h)
	}
	w.add(of(goevent.Passed, mainGoroutine), h)
}

// mainGoroutine runs the init functions and main.main.
const mainGoroutine = 1

// note takes in what was read at a point.
func (w *Watch) note(pt *point, h *bpf.Hit) {
	if w.removed[pt.function] {
		return
	}
	e := pt.note(w, h)
	if e.Kind == goevent.Born { // this is when it runs, too
		w.add(e, h)
		e = of(goevent.Run, e.G)
	}
	if e.Kind != 0 {
		w.add(e, h)
	}
	w.spend(pt, h)
}

func (w *Watch) add(e goevent.Event, h *bpf.Hit) {
	e.Time, e.TID, e.Stop = h.Time, h.TID, h.Stop
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
func (w *Watch) spend(pt *point, h *bpf.Hit) {
	switch {
	case pt.kernel:
		if w.left[0]--; w.left[0] <= 0 {
			w.overspend(h)
		}
	default:
		if w.left[1]--; w.left[1] == 0 {
			w.giveUp(h)
		}
	}
}

// overspend lets goroutines come back that are in the kernel, and gives up those that take as many hits
// again: one may stay there for good while others come and go.
func (w *Watch) overspend(h *bpf.Hit) {
	w.remove("runtime.reentersyscall")
	if len(w.inside) > 0 && w.left[0] > -w.program.budget {
		return
	}
	w.remove("runtime.exitsyscall")
	for _, g := range slices.Sorted(maps.Keys(w.inside)) {
		w.Events.Events = append(w.Events.Events, goevent.Event{Time: h.Time, Kind: goevent.Lost, TID: w.inside[g], G: g})
	}
	clear(w.inside)
}

// giveUp leaves goroutines alone from here on.
func (w *Watch) giveUp(h *bpf.Hit) {
	w.add(goevent.Event{Kind: goevent.Blind}, h)
	for i := range points {
		w.remove(points[i].function)
	}
}

func (w *Watch) remove(function string) {
	if !w.removed[function] {
		w.removed[function] = true
		w.clear(function)
	}
}
