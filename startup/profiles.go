package startup

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/google/pprof/profile"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/timeline"
)

// The profiles of a record: artifacts that are computed from the others, as findings are. A profile
// without samples is not written.
const (
	fileCPU         = "cpu.pb.gz"
	fileOffCPU      = "offcpu.pb.gz"
	fileAllocsPProf = "allocs.pb.gz"
)

// isDerived reports whether an artifact is made anew by every analysis.
func isDerived(name string) bool {
	return name == fileCPU || name == fileOffCPU || name == fileAllocsPProf
}

// writeProfiles writes the profiles that follow from the evidence in dir. Evidence that cannot be
// read gives none: the record says in skipped what is wrong with it.
func writeProfiles(dir string) error {
	seen, err := loadObserved(dir)
	if err != nil {
		return err
	}
	if seen.Trace != nil {
		if o, _, err := seen.observation(dir); err == nil {
			err = errors.Join(
				writeProfile(filepath.Join(dir, fileCPU), o.cpuProfile(seen.Package)),
				writeProfile(filepath.Join(dir, fileOffCPU), o.offCPUProfile(seen.Package)))
			if err != nil {
				return err
			}
		}
	}
	if a, err := readAllocs(filepath.Join(dir, fileAllocs)); err == nil && a.Complete && !a.Changed {
		return writeProfile(filepath.Join(dir, fileAllocsPProf), allocsProfile(seen.Package, a))
	}
	return nil
}

func writeProfile(path string, b *profileBuilder) error {
	if len(b.p.Sample) == 0 {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(b.write(f), f.Close())
}

// newProfile begins a profile of the traced run.
func (o *observation) newProfile(program string, types ...string) *profileBuilder {
	b := newProfile(report.Program(program), types...)
	if m := o.marks; m.ClockWall != 0 {
		b.p.TimeNanos = m.ClockWall + o.start - m.ClockMono
	}
	b.p.DurationNanos = o.ready - o.start
	return b
}

// cpuProfile is what the CPU samples show, of all goroutines but the agent's, up to ready. Each
// stands for the period of the timeline. Labels: the goroutine, the phase and the init function
// that ran at that time.
func (o *observation) cpuProfile(program string) *profileBuilder {
	b := o.newProfile(program, "samples/count", "cpu/nanoseconds")
	b.p.Period = o.line.Period
	for _, s := range o.line.Samples {
		if s.Time >= o.ready || o.isAgent(s.G) {
			continue
		}
		phase, fn, _ := o.before(s.Time + 1)
		l := labels{{"phase", phase.String()}, {"init", symbolOf(fn)}}
		if s.G != 0 { // else the scheduler
			l[2] = [2]string{"goroutine", strconv.FormatInt(s.G, 10)}
		}
		b.add(s.Stack, l, 1, o.line.Period)
	}
	return b
}

// isAgent reports whether g works for the agent.
func (o *observation) isAgent(g int64) bool {
	known := o.line.Goroutines[g]
	return known != nil && ofAgent(known.Entry)
}

func symbolOf(fn *agent.Init) string {
	if fn == nil {
		return ""
	}
	return fn.Symbol
}

// offCPUProfile is where the goroutines of the program were not running between exec and ready, and
// why. on_path is "true" where the critical path lies in that very wait.
func (o *observation) offCPUProfile(program string) *profileBuilder {
	b := o.newProfile(program, "contentions/count", "delay/nanoseconds")
	entries := newMemo(func(symbol string) *timeline.Stack { return timeline.NewStack(timeline.Frame{Func: symbol}) })
	onPath := o.waitsOnPath()
	o.blocked(func(w *blocked) {
		stack := w.stack
		if len(stack.Frames()) == 0 && w.g.Entry != "" {
			stack = entries.of(w.g.Entry)
		}
		path := "false"
		if onPath[spanOf{w.g.ID, w.span.From}] {
			path = "true"
		}
		b.add(stack, labels{{"reason", w.reason}, {"on_path", path}}, 1, w.to-w.from)
	})
	return b
}

// spanOf names a span by its goroutine and its beginning.
type spanOf struct{ g, from int64 }

// waitsOnPath returns the spans off the CPU that the critical path lies in: those that it leads
// through, and those that were waits for what it leads through.
func (o *observation) waitsOnPath() map[spanOf]bool {
	found := map[spanOf]bool{}
	seen := map[*timeline.Wait]bool{}
	o.line.WalkBack(o.readyG, o.start, o.ready, func(p *timeline.Piece) {
		if offReason(p.State, p.Reason) != "" && o.ofProgram(p.G) {
			h := o.line.Goroutines[p.G].History()
			found[spanOf{p.G, h.From(h.Before(p.To))}] = true
		}
		for w := p.Wait.Around(p.To); w != nil; w = w.Outer.Around(p.To) {
			if seen[w] {
				break
			}
			seen[w] = true
			found[spanOf{w.G, w.From}] = true
		}
	})
	return found
}

// allocsProfile is what was allocated up to ready, by stack.
func allocsProfile(program string, a *agent.Allocs) *profileBuilder {
	b := newProfile(report.Program(program), "alloc_objects/count", "alloc_space/bytes")
	b.p.PeriodType = &profile.ValueType{Type: "space", Unit: "bytes"}
	b.p.Period = cmp.Or(a.Rate, 1)
	for _, s := range a.Sites {
		if !fromAgent(s.Stack) {
			b.add(timeline.NewStack(s.Stack...), labels{}, s.Objects, s.Bytes)
		}
	}
	return b
}

// fromAgent reports whether the agent itself allocated.
func fromAgent(stack []timeline.Frame) bool {
	for _, f := range stack {
		if !ofRuntime(f.Func) {
			return ofAgent(f.Func)
		}
	}
	return false
}

func readAllocs(path string) (*agent.Allocs, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return agent.ParseAllocs(string(text))
}
