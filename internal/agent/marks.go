package agent

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Marks is what an agent wrote about one process. Times are nanoseconds of CLOCK_MONOTONIC,
// except ClockWall; zero means that it did not happen or was not seen.
type Marks struct {
	Go        string // runtime.Version of the program
	PID       int
	ClockMono int64 // the two clocks read at the same instant
	ClockWall int64 // nanoseconds since 1970 UTC
	Start     int64 // the agent's first instruction
	InitDone  int64 // the last init function returned
	Stop      int64 // the parent's request to stop was seen
	Exit      int64 // the program began to exit
	Inits     []Init
	Guests    []Guest
	Points    []*Point // at which the runtime's metrics were read, in this order
	Notes     []string // what the agent could not do, e.g. "inittasks not-found"
	Complete  bool     // the last line was written: nothing is missing
}

// Init is one call of an init function, in the order of execution.
type Init struct {
	Start, End int64 // nanoseconds of CLOCK_MONOTONIC; End is 0 when it did not return
	Symbol     string
	File       string
	Line       int // of the function
}

// Guest is a call by which the program asked for the execution tracer or the CPU profiler itself.
type Guest struct {
	Time   int64  // nanoseconds of CLOCK_MONOTONIC
	API    string // what was called, e.g. "runtime/trace.Start"
	Symbol string // who called it
	File   string
	Line   int
}

const header = "cupel-agent\t1"

// ParseMarks reads the text of a marks file. A file that ends early is not an error: what was written is
// returned with Complete false. A file that no agent can have written is one.
func ParseMarks(text string) (*Marks, error) {
	m := new(Marks)
	m.Inits = make([]Init, 0, len(text)/usualLine)
	if err := eachLine(text, m.line); err != nil {
		return nil, fmt.Errorf("marks: %w", err)
	}
	return m, nil
}

// usualLine is about how many bytes the line of an init function has, rather too few; nearly all lines are such.
const usualLine = 112

// eachLine hands the lines of a text to visit, counted from 1. A last line without an end is left out: it
// may have been cut anywhere.
func eachLine(text string, visit func(n int, line string) error) error {
	rest := text
	for n := 1; ; n++ {
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			return nil
		}
		if err := visit(n, rest[:end]); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		rest = rest[end+1:]
	}
}

func (m *Marks) line(n int, text string) error {
	if n == 1 {
		if text != header {
			return fmt.Errorf("%q is not %q", text, header)
		}
		return nil
	}
	if m.Complete {
		return errors.New("text after the end")
	}
	f := &fieldReader{rest: text, more: true}
	m.record(f.text(), f)
	if f.err == nil && f.more {
		f.err = errors.New("too many fields")
	}
	return f.err
}

func (m *Marks) record(kind string, f *fieldReader) {
	switch kind {
	case "go":
		m.Go = f.text()
	case "pid":
		m.PID = int(f.int())
	case "clock":
		m.ClockMono, m.ClockWall = f.int(), f.int()
	case "start":
		m.Start = f.int()
	case "init":
		in := Init{Start: f.int(), End: f.int(), Symbol: f.text(), File: f.text()}
		in.Line = int(f.int())
		m.Inits = append(m.Inits, in)
	case "guest":
		g := Guest{Time: f.int(), API: f.text(), Symbol: f.text(), File: f.text()}
		g.Line = int(f.int())
		m.Guests = append(m.Guests, g)
	case "initdone":
		m.InitDone = f.int()
	case "stop":
		m.Stop = f.int()
	case "exit":
		m.Exit = f.int()
	case "metric":
		p := m.point(f.text())
		p.Metrics = append(p.Metrics, Metric{f.text(), f.float()})
	case "histogram":
		p := m.point(f.text())
		p.Spreads = append(p.Spreads, Spread{f.text(), f.buckets()})
	case "note":
		m.Notes = append(m.Notes, f.text())
	case "end":
		m.Complete = true
	default:
		f.err = fmt.Errorf("unknown record %q", kind)
	}
}

// fieldReader hands out the fields of a line and keeps the first error.
type fieldReader struct {
	rest string
	more bool // rest is a field or several
	err  error
}

func (f *fieldReader) text() string {
	end := strings.IndexByte(f.rest, '\t')
	if end < 0 {
		end = len(f.rest)
	}
	return f.take(end)
}

// take returns the next field, which has that many bytes.
func (f *fieldReader) take(n int) string {
	if !f.more {
		f.fail(errors.New("too few fields"))
		return ""
	}
	field := f.rest[:n]
	if f.more = n < len(f.rest); f.more {
		f.rest = f.rest[n+1:]
	}
	return field
}

func (f *fieldReader) int() int64 {
	if v, n := digits(f.rest); n > 0 && (n == len(f.rest) || f.rest[n] == '\t') {
		f.take(n)
		return v
	}
	v, err := strconv.ParseInt(f.text(), 10, 64)
	f.fail(err)
	return v
}

// digits reads the number that text begins with and returns how many digits it has: up to 18, as nearly all numbers have
// and none that is too big.
func digits(text string) (v int64, n int) {
	if eight, ok := eightDigits(text); ok {
		v, n = eight, 8
	}
	for n < len(text) && text[n]-'0' <= 9 && n < 18 {
		v = 10*v + int64(text[n]-'0')
		n++
	}
	return v, n
}

// eightDigits reads a number of eight digits that text begins with, two, four and then all of them at a time.
func eightDigits(text string) (v int64, ok bool) {
	if len(text) < 8 {
		return 0, false
	}
	const zeros = 0x3030303030303030
	bytes := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
	d := bytes ^ zeros // 0 to 9 in each byte if all are digits
	if (d|(d+0x0606060606060606))&0xf0f0f0f0f0f0f0f0 != 0 {
		return 0, false
	}
	d = d*10 + d>>8 // two digits in every other byte
	d = (d&0x000000ff000000ff*(100+1_000_000<<32) + d>>16&0x000000ff000000ff*(1+10_000<<32)) >> 32
	return int64(d), true
}

// shortInt reads a text that is such a number.
func shortInt(text string) (v int64, ok bool) {
	v, n := digits(text)
	return v, n > 0 && n == len(text)
}

func (f *fieldReader) float() float64 {
	v, err := parseFloat(f.text())
	f.fail(err)
	return v
}

// parseFloat is strconv.ParseFloat, which takes its time with what the agent makes of nanoseconds.
func parseFloat(text string) (float64, error) {
	if v, ok := shortInt(text); ok {
		return float64(v), nil
	}
	if dot := len(text) - len(".000000000"); dot > 0 && text[dot] == '.' {
		seconds, ok := shortInt(text[:dot])
		nanos, also := shortInt(text[dot+1:])
		if ok && also && seconds < 1e6 { // up to which the quotient is exactly that number
			return float64(seconds*1e9+nanos) / 1e9, nil
		}
	}
	return strconv.ParseFloat(text, 64)
}

// buckets reads "FROM TO COUNT," as often as it comes.
func (f *fieldReader) buckets() []Bucket {
	var out []Bucket
	for text := range strings.SplitSeq(strings.TrimSuffix(f.text(), ","), ",") {
		if text == "" {
			continue
		}
		out = append(out, f.bucket(text))
	}
	return out
}

func (f *fieldReader) bucket(text string) Bucket {
	from, rest, _ := strings.Cut(text, " ")
	to, count, _ := strings.Cut(rest, " ")
	var b Bucket
	var errs [3]error
	b.From, errs[0] = parseFloat(from)
	b.To, errs[1] = parseFloat(to)
	b.Count, errs[2] = strconv.ParseUint(count, 10, 64)
	f.fail(errors.Join(errs[:]...))
	return b
}

func (f *fieldReader) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}
