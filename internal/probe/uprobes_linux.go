package probe

import (
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/gobin"
)

// setUprobes sets all points as uprobes, in groups that are removed together.
func (w *Watch) setUprobes(kernel *bpf.Collector) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	watched, err := kernel.Watch(w.process.PID, w.layout.inKernel(), w.seen)
	if err != nil {
		return err
	}
	removes := map[string]func(){}
	w.clear = func(function string) {
		if remove := removes[function]; remove != nil {
			remove()
		}
	}
	if _, err := watched.Attach(w.program.beginnings()); err != nil || w.program.Blind != nil {
		return err
	}
	var rest []bpf.Point
	for i := range points {
		pt := &points[i]
		at, known := w.program.at[pt.function]
		if !known {
			continue
		}
		p, ok := w.program.uprobe(at.fn, pt.asks, i)
		if !ok {
			continue
		}
		if !pt.kernel {
			rest = append(rest, p)
			continue
		}
		if removes[pt.function], err = watched.Attach([]bpf.Point{p}); err != nil {
			return err
		}
	}
	remove, err := watched.Attach(rest)
	for _, p := range rest {
		removes[points[p.Index].function] = remove
	}
	return err
}

// beginnings are the points of the init functions and of main.main, which follow the table's.
func (p *Program) beginnings() []bpf.Point {
	var all []bpf.Point
	for i := range len(p.inits) + 1 {
		if point, ok := p.uprobe(p.beginning(i), bpf.Asks{}, len(points)+i); ok {
			all = append(all, point)
		}
	}
	return all
}

// uprobe returns the point at the beginning of a function, if possible where the kernel need not step over the
// instruction.
func (p *Program) uprobe(fn gobin.Func, asks bpf.Asks, index int) (bpf.Point, bool) {
	at, jump, emulated := p.file.Emulated(fn)
	if !emulated {
		if body, ok := p.file.Body(fn); ok {
			at = body
		}
	}
	asks.Jump = jump
	off, ok := p.file.Offset(at)
	return bpf.Point{Asks: asks, Offset: off, Index: index}, ok
}

// beginning returns the init function with that number, and main.main after the last.
func (p *Program) beginning(i int) gobin.Func {
	if i < len(p.inits) {
		return p.inits[i]
	}
	return p.main
}

// seen takes in what the kernel tells.
func (w *Watch) seen(h *bpf.Hit) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := len(w.Events.Events)
	switch i := h.Index - len(points); {
	case i < 0:
		w.note(&points[h.Index], h)
	case i < len(w.program.inits):
		w.begin(w.program.inits[i], h)
	default:
		w.done(h)
	}
	if n := len(w.Events.Events); n > before {
		w.Events.Events[n-1].After = h.Spent
	}
}
