package perf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"

	"github.com/cupelgo/cupel/internal/timeline"
)

// Profile is a Recording with symbols. Samples and switches are in the order of time.
type Profile struct {
	Hz        int // samples asked for, per second of CPU time
	PID       int
	Lost      uint64 // records that found no room
	Throttled uint64 // times the kernel held the sampling up
	Replaced  int64  // when the process replaced its program, ns; 0: it did not
	Samples   []ProfileSample
	Switches  []Switch

	// Stacks are all stacks of samples, innermost frame first. A frame without Func has its address
	// in the process as PC, others that in the executable's file.
	Stacks []*timeline.Stack
}

// ProfileSample is where a thread was at an instant.
type ProfileSample struct {
	Time  int64 // ns of CLOCK_MONOTONIC
	TID   int
	Stack *timeline.Stack // one of Profile.Stacks
}

const (
	maxLine  = 1 << 20 // bytes; longer than any path and symbol that Go accepts
	maxDepth = 1 << 12 // frames of a stack; the kernel gives 127 addresses unless set otherwise

	maxDigits = 20 // of 64 bits
)

// Read reads what [Recording.Write] wrote. A file that ends early is an error.
func Read(r io.Reader) (*Profile, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	if !lines.Scan() || string(lines.Bytes()) != header {
		return nil, fmt.Errorf("reading samples: %q is not %q", lines.Text(), header)
	}
	p := &reader{profile: &Profile{}}
	for n := 2; lines.Scan(); n++ {
		if err := p.line(lines.Bytes()); err != nil {
			return nil, fmt.Errorf("reading samples, line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading samples: %w", err)
	}
	if !p.complete {
		return nil, fmt.Errorf("reading samples: %w", io.ErrUnexpectedEOF)
	}
	if hz := p.profile.Hz; hz < 1 || hz > MaxHz {
		return nil, fmt.Errorf("reading samples: %d per second, want 1 to %d", hz, MaxHz)
	}
	return p.profile, nil
}

// reader collects what lines say. Frames and stacks have the numbers of their order.
type reader struct {
	profile  *Profile
	frames   []timeline.Frame
	sampled  int64 // the last sample's time
	switched int64 // the last switch's time
	complete bool
}

// line takes one record: its kind, then numbers, except in frames. Records of other kinds are those
// of a later version.
func (p *reader) line(b []byte) error {
	kind, rest, _ := bytes.Cut(b, []byte("\t"))
	f := &fields{rest: rest}
	switch string(kind) {
	case "sample":
		p.sample(f)
	case "in", "out", "preempted":
		p.change(f, string(kind))
	case "stack":
		return p.stack(rest)
	case "frame":
		p.frame(f)
	case "hz":
		p.profile.Hz = int(f.number(math.MaxInt32))
	case "pid":
		p.profile.PID = int(f.number(math.MaxInt32))
	case "lost":
		p.profile.Lost = f.number(math.MaxUint64)
	case "throttled":
		p.profile.Throttled = f.number(math.MaxUint64)
	case "replaced":
		p.profile.Replaced = int64(f.number(math.MaxInt64))
	case "end":
		p.complete = true
	}
	return f.err
}

func (p *reader) sample(f *fields) {
	p.sampled += int64(f.number(uint64(math.MaxInt64 - p.sampled)))
	tid, stack := int(f.number(math.MaxInt32)), f.number(math.MaxInt32)
	if stack >= uint64(len(p.profile.Stacks)) {
		f.fail(errors.New("a stack that was not given"))
	}
	if f.err == nil {
		p.profile.Samples = append(p.profile.Samples,
			ProfileSample{Time: p.sampled, TID: tid, Stack: p.profile.Stacks[stack]})
	}
}

func (p *reader) change(f *fields, kind string) {
	p.switched += int64(f.number(uint64(math.MaxInt64 - p.switched)))
	s := Switch{Time: p.switched, TID: int32(f.number(math.MaxInt32)), Out: kind != "in", Preempted: kind == "preempted"}
	p.profile.Switches = append(p.profile.Switches, s)
}

func (p *reader) frame(f *fields) {
	pc, line := f.number(math.MaxUint64), int(f.number(math.MaxInt32))
	name, file := f.text(), f.text()
	p.frames = append(p.frames, timeline.Frame{Func: string(name), File: string(file), Line: line, PC: pc})
}

// stack keeps the numbers of its frames, each known by now, until they are asked for.
func (p *reader) stack(b []byte) error {
	n := bytes.Count(b, []byte("\t")) + 1
	if n > maxDepth {
		return fmt.Errorf("a stack of more than %d frames", maxDepth)
	}
	f, ids := &fields{rest: b}, make([]int32, n)
	for i := range ids {
		ids[i] = int32(f.number(math.MaxInt32))
		if int(ids[i]) >= len(p.frames) {
			f.fail(errors.New("a frame that was not given"))
		}
	}
	if f.err != nil {
		return f.err
	}
	all := p.frames // grows; what is there stays
	p.profile.Stacks = append(p.profile.Stacks, timeline.LazyStack(func() []timeline.Frame {
		frames := make([]timeline.Frame, len(ids))
		for i, id := range ids {
			frames[i] = all[id]
		}
		return frames
	}))
	return nil
}

// fields hands out the fields of a line and keeps the first error.
type fields struct {
	rest []byte // nil: no field is left
	err  error
}

func (f *fields) text() []byte {
	if f.rest == nil {
		f.fail(errors.New("too few fields"))
		return nil
	}
	text, rest, more := bytes.Cut(f.rest, []byte("\t"))
	if f.rest = rest; !more {
		f.rest = nil
	}
	return text
}

// number reads a whole number from 0 to limit. Most of a file is numbers.
func (f *fields) number(limit uint64) uint64 {
	text := f.text()
	if len(text) == 0 || len(text) > maxDigits {
		f.fail(fmt.Errorf("%q is not a number", text))
		return 0
	}
	var n uint64
	for _, c := range text {
		digit := uint64(c - '0')
		high, low := bits.Mul64(n, 10)
		if n = low + digit; digit > 9 || high != 0 || n < low || n > limit {
			f.fail(fmt.Errorf("%q is not a number up to %d", text, limit))
			return 0
		}
	}
	return n
}

func (f *fields) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}
