package startup

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/cupelgo/cupel/internal/bpf"
)

// mayUseKernel returns nil if an executable can be looked into by eBPF, else why not and, after a semicolon,
// what would change it.
func mayUseKernel() error { return bpf.Available() }

// kernel lets the kernel look into the program, if that is wanted and allowed; nil: breakpoints do. A program
// that checks its own code would die of what uprobes change in it.
func (m *measurement) kernel() (*bpf.Collector, error) {
	if m.Observe == ObservePtrace || checksItself(&m.Options, m.target) {
		return nil, nil
	}
	c, err := bpf.Open()
	if err == nil || m.Observe == ObserveBPF {
		return c, err
	}
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, errors.ErrUnsupported) {
		why, remedy, _ := strings.Cut(err.Error(), "; ")
		m.skip("events by uprobes in place of breakpoints", why, remedy)
	}
	return nil, nil
}

// pass is how the run is made.
func (o *observer) pass() string {
	if o.kernel != nil {
		return passBPF
	}
	return passPtrace
}

// finish takes in what the kernel has not told yet and puts it in order, once the run is over. It returns what
// weakens it.
func (o *observer) finish() (warnings []string) {
	since := int64(0)
	if o.kernel != nil {
		lost, first, err := o.kernel.Lost()
		if err := errors.Join(err, o.kernel.Close()); err != nil {
			warnings = append(warnings, "reading what the kernel noted: "+err.Error())
		}
		if since = first; lost > 0 {
			warnings = append(warnings, fmt.Sprintf("%d events were lost: what goroutines did from the first of them on is not known", lost))
		}
	}
	if o.watch != nil {
		o.watch.Finish(since)
	}
	if o.family != nil {
		o.family.finish(since)
	}
	return warnings
}
