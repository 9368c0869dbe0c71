package startup

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/timeline"
)

// sampleHz is how often the kernel samples at the most, per second of CPU time, and sampleShare what
// that may cost of it: where a sample costs more, fewer are taken. See docs/benchmarks.md.
const (
	sampleHz    = 10_000
	sampleShare = 0.10
)

// samples are what the kernel saw of the threads of a run. Whose it was is known when the timeline has been read.
type samples struct {
	*perf.Profile
	preempted []preemption
}

// A preemption is a time in which a thread had no CPU, though it could have gone on.
type preemption struct {
	thread int64
	timeline.Stretch
}

// readSamples returns nil if there is no such file.
func readSamples(files fs.FS, name string) (*samples, error) {
	text, err := readText(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := perf.Read(text)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return newSamples(p), nil
}

func newSamples(p *perf.Profile) *samples {
	return &samples{Profile: p, preempted: preemptions(p.Switches)}
}

// preemptions returns all that were over at the end, in the order in which they began.
func preemptions(switches []perf.Switch) []preemption {
	n := 0
	for _, s := range switches {
		if s.Preempted {
			n++
		}
	}
	all := make([]preemption, 0, n)
	open := map[int32]int{} // by thread: index of the one that is not over
	for _, s := range switches {
		if s.Preempted {
			open[s.TID] = len(all)
			all = append(all, preemption{int64(s.TID), timeline.Stretch{From: s.Time}})
		} else if i, preempted := open[s.TID]; preempted {
			if !s.Out {
				all[i].To = s.Time
			}
			delete(open, s.TID)
		}
	}
	return slices.DeleteFunc(all, func(p preemption) bool { return p.To == 0 })
}

// ask asks which goroutines were sampled and preempted, in order of time.
func (s *samples) ask(q *timeline.Inquiry) {
	if s == nil {
		return
	}
	next := 0
	askUntil := func(t int64) {
		for ; next < len(s.preempted) && s.preempted[next].From <= t; next++ {
			p := &s.preempted[next]
			q.Ask(p.thread, p.From, &p.G)
		}
	}
	for i := range s.Samples {
		at := &s.Samples[i]
		askUntil(at.Time)
		q.Ask(int64(s.Threads[i]), at.Time, &at.G)
	}
	askUntil(math.MaxInt64)
}

// takeSamples puts the samples of the kernel, unless they are nil, in the place of those of the Go runtime. It returns what
// weakens them.
func (o *observation) takeSamples(s *samples) []string {
	if s == nil {
		return nil
	}
	o.line.Samples, o.line.Period = s.Samples, 1e9/int64(s.Hz)
	o.starved = o.starvation(s.preempted)
	var warnings []string
	if s.Lost > 0 {
		warnings = append(warnings, fmt.Sprintf("%d CPU samples and switches found no room and are lost", s.Lost))
	}
	if s.Throttled > 0 {
		warnings = append(warnings, fmt.Sprintf("the kernel held the sampling up %d times to save CPU time", s.Throttled))
	}
	return warnings
}

// starvation returns when each goroutine had a thread but that thread no CPU, though it could have gone
// on: by goroutine, in order of time.
func (o *observation) starvation(preempted []preemption) map[int64][]timeline.Stretch {
	all := map[int64][]timeline.Stretch{}
	for _, p := range preempted {
		if p.G == 0 && p.thread == int64(o.marks.PID) && p.From < o.marks.Start {
			p.G = mainGoroutine // the main thread is on its way to it
		}
		if p.G != 0 {
			all[p.G] = append(all[p.G], p.Stretch)
		}
	}
	return all
}
