package agent

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// Allocs is what a process allocated from the agent's first instruction to ready.
type Allocs struct {
	Rate           int64 // mean bytes between two samples
	Exit           int64 // ns of CLOCK_MONOTONIC: the program began to exit; 0 when it was asked to stop
	Bytes, Objects int64 // exact totals, as the runtime counts them
	Changed        bool  // the program set another rate meanwhile: the sites are wrong
	Sites          []AllocSite
	Complete       bool // the last line was written: nothing is missing
}

// AllocSite is what was allocated by one stack in objects of one size, estimated from samples.
type AllocSite struct {
	Bytes, Objects int64
	Stack          []timeline.Frame // innermost first, at most 32, without the allocator itself
}

const allocsHeader = "cupel-allocs\t1"

// ParseAllocs reads the text of a file of allocations. A file that ends early is not an error: what was written
// is returned with Complete false. A file that no agent can have written is one.
func ParseAllocs(text string) (*Allocs, error) {
	p := &allocParser{}
	if err := eachLine(text, p.line); err != nil {
		return nil, fmt.Errorf("allocations: %w", err)
	}
	return &p.allocs, nil
}

type allocParser struct {
	allocs    Allocs
	functions []timeline.Frame // without lines
}

func (p *allocParser) line(n int, text string) error {
	if n == 1 {
		if text != allocsHeader {
			return fmt.Errorf("%q is not %q", text, allocsHeader)
		}
		return nil
	}
	if p.allocs.Complete {
		return errors.New("text after the end")
	}
	f := &fieldReader{rest: text, more: true}
	p.record(f.text(), f)
	if f.err == nil && f.more {
		f.err = errors.New("too many fields")
	}
	return f.err
}

func (p *allocParser) record(kind string, f *fieldReader) {
	switch kind {
	case "rate":
		p.allocs.Rate = f.int()
	case "changed":
		p.allocs.Changed = true
	case "exit":
		p.allocs.Exit = f.int()
	case "total":
		p.allocs.Bytes, p.allocs.Objects = f.int(), f.int()
	case "func":
		p.functions = append(p.functions, timeline.Frame{Func: f.text(), File: f.text()})
	case "site":
		p.site(f)
	case "end":
		p.allocs.Complete = true
	default:
		f.fail(fmt.Errorf("unknown record %q", kind))
	}
}

func (p *allocParser) site(f *fieldReader) {
	s := AllocSite{Bytes: f.int(), Objects: f.int()}
	for f.more && f.err == nil {
		number, line := f.int(), f.int()
		if number < 0 || number >= int64(len(p.functions)) {
			f.fail(fmt.Errorf("function %d of %d", number, len(p.functions)))
			return
		}
		frame := p.functions[number]
		frame.Line = int(line)
		s.Stack = append(s.Stack, frame)
	}
	s.Stack = withoutAllocator(s.Stack)
	s.Bytes, s.Objects = unsampled(s.Bytes, s.Objects, p.allocs.Rate)
	p.allocs.Sites = append(p.allocs.Sites, s)
}

// withoutAllocator leaves out how the runtime came to allocate. What it allocates for itself keeps its
// whole stack.
func withoutAllocator(stack []timeline.Frame) []timeline.Frame {
	for i, f := range stack {
		if !strings.HasPrefix(f.Func, "runtime.") && !strings.HasPrefix(f.Func, "internal/runtime/") {
			return stack[i:]
		}
	}
	return stack
}

// unsampled estimates what was allocated from what was sampled of objects of one size: one of size
// bytes is sampled with the probability 1 - exp(-size/rate). Source: scaleHeapSample of runtime/pprof.
func unsampled(bytes, objects, rate int64) (int64, int64) {
	if bytes <= 0 || objects <= 0 || rate <= 1 {
		return bytes, objects
	}
	size := float64(bytes) / float64(objects)
	scale := 1 / (1 - math.Exp(-size/float64(rate)))
	return int64(float64(bytes) * scale), int64(float64(objects) * scale)
}
