package stacktext

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// A Writer writes lines. Flush tells the first error of all writes.
type Writer struct {
	out    *bufio.Writer
	buf    []byte
	frames map[timeline.Frame]int64
	names  Symbols
	ids    map[uint64][]int64 // of the frames of an address in the process
}

// Symbols tell what lies at the addresses of a process.
type Symbols struct {
	Bias uint64 // of an address in the process less that in the file

	// Frames returns the frames of an address in the executable's file, innermost first, those of
	// inlined calls too; none for an address that it does not know.
	Frames func(pc uint64) []timeline.Frame
}

// NewWriter returns a Writer that has written header as the first line.
func NewWriter(w io.Writer, header string, names Symbols) *Writer {
	p := &Writer{out: bufio.NewWriterSize(w, 64<<10), frames: map[timeline.Frame]int64{}, names: names, ids: map[uint64][]int64{}}
	p.out.WriteString(header + "\n")
	return p
}

// Line writes a line of numbers.
func (p *Writer) Line(kind string, fields ...int64) {
	p.buf = append(p.buf[:0], kind...)
	for _, f := range fields {
		p.buf = strconv.AppendInt(append(p.buf, '\t'), f, 10)
	}
	p.out.Write(append(p.buf, '\n'))
}

// Text writes a line of numbers with a text at its end.
func (p *Writer) Text(kind, text string, fields ...int64) {
	p.buf = append(p.buf[:0], kind...)
	for _, f := range fields {
		p.buf = strconv.AppendInt(append(p.buf, '\t'), f, 10)
	}
	p.out.Write(append(append(append(p.buf, '\t'), field(text)...), '\n'))
}

// Address returns the numbers of the frames of an instruction in the process; of one without a symbol that
// of its address.
func (p *Writer) Address(pc uint64) []int64 {
	if ids, ok := p.ids[pc]; ok {
		return ids
	}
	frames := p.names.Frames(pc - p.names.Bias)
	if len(frames) == 0 {
		frames = []timeline.Frame{{PC: pc}}
	}
	var ids []int64
	for _, f := range frames {
		ids = append(ids, p.frame(f))
	}
	p.ids[pc] = ids
	return ids
}

// Function names the function whose code is at an address in the process, into which others may be
// inlined; "" if there is none.
func (p *Writer) Function(pc uint64) string {
	frames := p.names.Frames(pc - p.names.Bias)
	if len(frames) == 0 {
		return ""
	}
	return frames[len(frames)-1].Func
}

func (p *Writer) frame(f timeline.Frame) int64 {
	if id, ok := p.frames[f]; ok {
		return id
	}
	id := int64(len(p.frames))
	p.frames[f] = id
	p.buf = strconv.AppendUint(append(p.buf[:0], "frame\t"...), f.PC, 10)
	p.buf = strconv.AppendInt(append(p.buf, '\t'), int64(f.Line), 10)
	p.buf = append(append(p.buf, '\t'), field(f.Func)...)
	p.buf = append(append(p.buf, '\t'), field(f.File)...)
	p.out.Write(append(p.buf, '\n'))
	return id
}

// Stack writes a stack of the frames of those numbers, innermost first and cut to maxDepth. The stacks
// have the numbers of their order.
func (p *Writer) Stack(frames []int64) {
	p.Line("stack", frames[:min(len(frames), maxDepth)]...)
}

// Flush ends the writing.
func (p *Writer) Flush() error { return p.out.Flush() }

// field makes text fit between tabs. Only names of folders can need it.
func field(s string) string {
	if !strings.ContainsAny(s, "\t\n") {
		return s
	}
	return strings.NewReplacer("\t", " ", "\n", " ").Replace(s)
}
