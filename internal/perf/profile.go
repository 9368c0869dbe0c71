package perf

import (
	"fmt"
	"math"

	"github.com/cupelgo/cupel/internal/stacktext"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Profile is a Recording with symbols. Samples and switches are in the order of time.
type Profile struct {
	Hz        int // samples asked for, per second of CPU time
	PID       int
	Lost      uint64 // records that found no room
	Throttled uint64 // times the kernel held the sampling up
	Replaced  int64  // when the process replaced its program, ns; 0: it did not
	Switches  []Switch

	// Samples are where threads were at instants of CLOCK_MONOTONIC, in ns; their goroutines are not known here. A frame
	// without Func has its address in the process as PC, others that in the executable's file.
	Samples []timeline.Sample
	Threads []int32 // of the samples, in their order
}

// Read reads what [Recording.Write] wrote. A text that ends early is an error.
func Read(text string) (*Profile, error) {
	p := &reader{profile: &Profile{}}
	if err := stacktext.Read(text, header, p.line); err != nil {
		return nil, fmt.Errorf("reading samples: %w", err)
	}
	if hz := p.profile.Hz; hz < 1 || hz > MaxHz {
		return nil, fmt.Errorf("reading samples: %d per second, want 1 to %d", hz, MaxHz)
	}
	return p.profile, nil
}

// reader collects what lines say.
type reader struct {
	profile  *Profile
	sampled  int64 // the last sample's time
	switched int64 // the last switch's time
}

// line takes one record.
func (p *reader) line(kind string, f *stacktext.Fields) {
	switch kind {
	case "sample":
		p.sample(f)
	case "in", "out", "preempted":
		p.change(f, kind)
	case "hz":
		p.profile.Hz = int(f.Number(math.MaxInt32))
	case "pid":
		p.profile.PID = int(f.Number(math.MaxInt32))
	case "lost":
		p.profile.Lost = f.Number(math.MaxUint64)
	case "throttled":
		p.profile.Throttled = f.Number(math.MaxUint64)
	case "replaced":
		p.profile.Replaced = int64(f.Number(math.MaxInt64))
	}
}

// About how many bytes of text there are for a sample and for a switch, rather too few: all samples are given first.
const (
	usualSample = 24
	usualSwitch = 12
)

func (p *reader) sample(f *stacktext.Fields) {
	p.sampled += int64(f.Number(uint64(math.MaxInt64 - p.sampled)))
	thread := int32(f.Number(math.MaxInt32))
	s := timeline.Sample{Time: p.sampled, Stack: f.Stack()}
	if f.Err() != nil {
		return
	}
	if p.profile.Samples == nil {
		n := 1 + f.Left()/usualSample
		p.profile.Samples, p.profile.Threads = make([]timeline.Sample, 0, n), make([]int32, 0, n)
	}
	p.profile.Samples, p.profile.Threads = append(p.profile.Samples, s), append(p.profile.Threads, thread)
}

func (p *reader) change(f *stacktext.Fields, kind string) {
	p.switched += int64(f.Number(uint64(math.MaxInt64 - p.switched)))
	s := Switch{Time: p.switched, TID: int32(f.Number(math.MaxInt32)), Out: kind != "in", Preempted: kind == "preempted"}
	if p.profile.Switches == nil {
		p.profile.Switches = make([]Switch, 0, 1+f.Left()/usualSwitch)
	}
	p.profile.Switches = append(p.profile.Switches, s)
}
