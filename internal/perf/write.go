package perf

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

const header = "cupel-perf\t1"

// Write writes r with its addresses turned into frames, as lines of fields between tabs, of which
// [Read] knows the order. The function returns the frames of an address in the executable's file,
// innermost first, those of inlined calls too; none for an address that it does not know. Return
// addresses are given less one, so that they lie in the call.
func (r *Recording) Write(w io.Writer, frames func(pc uint64) []timeline.Frame) error {
	out := bufio.NewWriterSize(w, 64<<10)
	p := &writer{out: out, bias: r.Bias, frames: frames, ids: map[uint64][]int{}, known: map[timeline.Frame]int{}}
	out.WriteString(header + "\n")
	p.line("hz", int64(r.Hz))
	p.line("pid", int64(r.PID))
	p.line("lost", int64(r.Lost))
	p.line("throttled", int64(r.Throttled))
	p.line("replaced", r.Replaced)
	for _, s := range r.Stacks {
		p.stack(s)
	}
	last := int64(0)
	for _, s := range r.Samples {
		p.line("sample", s.Time-last, int64(s.TID), int64(s.Stack))
		last = s.Time
	}
	last = 0
	for _, s := range r.Switches {
		p.line(s.kind(), s.Time-last, int64(s.TID))
		last = s.Time
	}
	p.line("end")
	return out.Flush() // the first error of all writes
}

func (s Switch) kind() string {
	switch {
	case s.Preempted:
		return "preempted"
	case s.Out:
		return "out"
	}
	return "in"
}

// writer numbers frames in the order in which they are first written.
type writer struct {
	out    *bufio.Writer
	buf    []byte
	bias   uint64
	frames func(pc uint64) []timeline.Frame
	ids    map[uint64][]int // of the frames of an address in the process
	known  map[timeline.Frame]int
}

func (p *writer) line(kind string, fields ...int64) {
	p.buf = append(p.buf[:0], kind...)
	for _, f := range fields {
		p.buf = strconv.AppendInt(append(p.buf, '\t'), f, 10)
	}
	p.out.Write(append(p.buf, '\n'))
}

// stack writes the frames of s that were not written yet, then s.
func (p *writer) stack(s Stack) {
	ids := make([]int64, 0, 2*len(s.PCs))
	add := func(pc uint64) {
		for _, id := range p.at(pc) {
			ids = append(ids, int64(id))
		}
	}
	for i, pc := range s.PCs {
		if i == 1 && p.hidden(s) {
			add(s.Beside - 1)
		}
		if i > 0 {
			pc--
		}
		add(pc)
	}
	if len(s.PCs) == 1 && p.hidden(s) {
		add(s.Beside - 1)
	}
	p.line("stack", ids[:min(len(ids), maxDepth)]...)
}

// hidden reports whether the innermost function of s hides its caller.
func (p *writer) hidden(s Stack) bool {
	return s.Beside != 0 && p.function(s.PCs[0]) != "" && p.function(s.PCs[0]) == p.function(s.Callee)
}

// function names the function whose code is at an address, into which others may be inlined.
func (p *writer) function(pc uint64) string {
	frames := p.frames(pc - p.bias)
	if len(frames) == 0 {
		return ""
	}
	return frames[len(frames)-1].Func
}

// at returns the frames of an address in the process; without a symbol that address.
func (p *writer) at(pc uint64) []int {
	if ids, ok := p.ids[pc]; ok {
		return ids
	}
	frames := p.frames(pc - p.bias)
	if len(frames) == 0 {
		frames = []timeline.Frame{{PC: pc}}
	}
	var ids []int
	for _, f := range frames {
		ids = append(ids, p.frame(f))
	}
	p.ids[pc] = ids
	return ids
}

func (p *writer) frame(f timeline.Frame) int {
	if id, ok := p.known[f]; ok {
		return id
	}
	id := len(p.known)
	p.known[f] = id
	p.buf = strconv.AppendUint(append(p.buf[:0], "frame\t"...), f.PC, 10)
	p.buf = strconv.AppendInt(append(p.buf, '\t'), int64(f.Line), 10)
	p.buf = append(append(p.buf, '\t'), field(f.Func)...)
	p.buf = append(append(p.buf, '\t'), field(f.File)...)
	p.out.Write(append(p.buf, '\n'))
	return id
}

// field makes text fit between tabs. Only names of folders can need it.
func field(s string) string {
	if !strings.ContainsAny(s, "\t\n") {
		return s
	}
	return strings.NewReplacer("\t", " ", "\n", " ").Replace(s)
}
