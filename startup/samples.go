package startup

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/timeline"
)

// sampleHz is how often the kernel samples at the most, per second of CPU time, and sampleShare what
// that may cost of it: where a sample costs more, fewer are taken. See docs/benchmarks.md.
const (
	sampleHz    = 10_000
	sampleShare = 0.10
)

// takeSamples puts the samples of the kernel, unless they are nil, in the place of those of the Go runtime. The thread
// and the instant of each tell its goroutine. It returns what weakens them.
func (o *observation) takeSamples(p *perf.Profile) []string {
	if p == nil {
		return nil
	}
	samples := make([]timeline.Sample, 0, len(p.Samples))
	for _, s := range p.Samples {
		samples = append(samples, timeline.Sample{
			Time: s.Time, G: o.line.GoroutineAt(int64(s.TID), s.Time), Stack: s.Stack,
		})
	}
	o.line.Samples, o.line.Period = samples, 1e9/int64(p.Hz)
	o.starved = o.starvation(p.Switches)
	var warnings []string
	if p.Lost > 0 {
		warnings = append(warnings, fmt.Sprintf("%d CPU samples and switches found no room and are lost", p.Lost))
	}
	if p.Throttled > 0 {
		warnings = append(warnings, fmt.Sprintf("the kernel held the sampling up %d times to save CPU time", p.Throttled))
	}
	return warnings
}

// readSamples returns nil if there is no such file.
func readSamples(files fs.FS, name string) (*perf.Profile, error) {
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
	return p, nil
}

// starvation returns when each goroutine had a thread but that thread no CPU, though it could have gone
// on: by goroutine, in order of time.
func (o *observation) starvation(switches []perf.Switch) map[int64][]timeline.Stretch {
	since := map[int32]int64{} // by thread: when it was preempted
	all := map[int64][]timeline.Stretch{}
	for _, s := range switches {
		if s.Out {
			delete(since, s.TID)
			if s.Preempted {
				since[s.TID] = s.Time
			}
			continue
		}
		from, preempted := since[s.TID]
		delete(since, s.TID)
		if !preempted {
			continue
		}
		g := o.line.GoroutineAt(int64(s.TID), from)
		if g == 0 && s.TID == int32(o.marks.PID) && from < o.marks.Start {
			g = mainGoroutine // the main thread is on its way to it
		}
		if g != 0 {
			all[g] = append(all[g], timeline.Stretch{From: from, To: s.Time, G: g})
		}
	}
	return all
}
