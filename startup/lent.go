package startup

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/ptrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// lendingRuns is how many further traced runs lend the samples of their init functions where the kernel
// does not sample.
const lendingRuns = 4

// mostLending is how many of these runs are made at the most: none where it is known beforehand that the
// kernel may sample.
func mostLending() int {
	if perf.Available() == nil && ptrace.Available() == nil {
		return 0
	}
	return lendingRuns
}

// A lent sample is a CPU sample of another run, in package init. The Go runtime's profiler takes so few
// that one run alone tells the lines of a short init function by chance.
type lent struct {
	Init   int              `json:"init"`   // the index of the init function
	Symbol string           `json:"symbol"` // of the init function
	Part   float64          `json:"part"`   // of its time that had passed, 0 to 1
	Stack  []timeline.Frame `json:"stack"`  // innermost first
}

// lend returns the samples of a run that lie in init functions. file returns a source file as the user
// has it.
func lend(line *timeline.Timeline, inits []agent.Init, file func(string) string) []lent {
	var all []lent
	for _, s := range line.Samples {
		i, found := slices.BinarySearchFunc(inits, s.Time, func(in agent.Init, t int64) int {
			return cmp.Or(cmp.Compare(in.Start, t), -1)
		})
		if found || i == 0 || s.G != mainGoroutine {
			continue
		}
		in := &inits[i-1]
		if s.Time >= in.End {
			continue
		}
		l := lent{Init: i - 1, Symbol: in.Symbol, Part: float64(s.Time-in.Start) / float64(in.End-in.Start)}
		for _, f := range s.Stack.Frames() {
			frame := f.Frame
			frame.File = file(f.File)
			l.Stack = append(l.Stack, frame)
		}
		all = append(all, l)
	}
	return all
}

// mainGoroutine runs package init and main.main.
const mainGoroutine = 1

// borrow puts lent samples where they would be in this run.
func (o *observation) borrow(all []lent) {
	for _, l := range all {
		if l.Init < 0 || l.Init >= len(o.marks.Inits) {
			continue
		}
		in := &o.marks.Inits[l.Init]
		if in.Symbol != l.Symbol || in.End == 0 {
			continue
		}
		at := in.Start + int64(l.Part*float64(in.End-in.Start))
		o.lent = append(o.lent, timeline.Sample{Time: at, G: mainGoroutine, Stack: timeline.NewStack(l.Stack...)})
	}
	slices.SortStableFunc(o.lent, byTime)
}

func byTime(a, b timeline.Sample) int { return cmp.Compare(a.Time, b.Time) }

// withLent returns the samples of a piece in [from, to), with those that other runs have lent.
func (o *observation) withLent(p *timeline.Piece, from, to int64) []timeline.Sample {
	own := samplesWithin(p.Samples, from, to)
	if p.G != mainGoroutine || len(o.lent) == 0 {
		return own
	}
	all := slices.Concat(own, samplesWithin(o.lent, from, to))
	slices.SortStableFunc(all, byTime)
	return all
}

// readLent returns nothing if there is no such file: where the kernel sampled the run itself, nobody lent any.
func readLent(files fs.FS, own *samples) ([]lent, error) {
	if own != nil {
		return nil, nil
	}
	data, err := fs.ReadFile(files, fileLent)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []lent
	if err == nil {
		err = json.Unmarshal(data, &all)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the samples of other runs: %w", err)
	}
	return all, nil
}
