package startup

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/internal/perf"
)

// sample begins to sample the program by stopping it. Where that is not possible there are no samples.
func (o *observer) sample() {
	if s, err := o.watch.Sampler(&o.tracer); err == nil {
		o.sampler = s
	}
}

// stop ends the sampling. It may be called again.
func (o *observer) stop() {
	if o.sampler != nil {
		o.sampler.Stop()
	}
}

// replaced notes that the program replaces itself.
func (o *observer) replaced() {
	if o.sampler != nil {
		o.sampler.Replaced()
	}
}

// interrupted returns what was sampled by stopping the program, nil if that was not done.
func (o *observer) interrupted() *perf.Recording {
	if o.sampler == nil {
		return nil
	}
	return o.sampler.Recording()
}

// notSampled notes that the kernel did not sample the observed run: why, what would allow it, what was done
// instead and what that leaves uncertain.
func (m *measurement) notSampled(s *sampling, pass string) {
	why, remedy, _ := strings.Cut(s.err.Error(), "; ") // as perf.Available puts it
	if rec := s.instead; rec != nil {
		why += fmt.Sprintf("; samples were taken by stopping the program %s instead, %d per second of CPU time",
			counted(len(rec.Samples), "time", "times"), rec.Hz)
	}
	m.skip("CPU samples at 10 kHz, and starvation by other processes", why, remedy)
	if pass == passBPF {
		return
	}
	m.seen.Trace.Warnings = append(m.seen.Trace.Warnings, "how long the program stood still at breakpoints is estimated "+
		"from the CPU time of its threads: the kernel does not tell when they lose their CPUs")
}
