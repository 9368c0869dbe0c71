package startup

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/timeline"
)

// What batches of an execution trace begin with, and what their tables consist of: see internal/trace/tracev2 of
// the Go source tree.
const (
	traceHeader  = 16 // bytes
	traceBatch   = 1
	traceStacks  = 2
	traceStack   = 3
	traceStrings = 4
	traceString  = 5
	traceSamples = 6
	traceSample  = 7
	traceClock   = 8  // units of time in a second
	traceSync    = 50 // holds one, since go1.25
	traceMost    = 60 << 10
)

// withSamples returns the trace in the folder with the CPU samples that lie beside it: what the runtime's own
// profiler would have left, had it taken them.
func withSamples(t testing.TB, dir string) []byte {
	whole, err := os.ReadFile(filepath.Join(dir, fileTrace))
	if err != nil {
		t.Fatal(err)
	}
	p, err := readSamples(os.DirFS(dir), fileSamples)
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		return whole
	}
	w := &sampleWriter{strings: map[string]uint64{}}
	if w.read(whole); w.frequency == 0 {
		t.Fatal("no frequency in the trace")
	}
	w.add(p.Profile)
	return bytes.Join([][]byte{whole[:traceHeader], w.out.Bytes(), whole[traceHeader:]}, nil)
}

// A sampleWriter adds tables of CPU samples to the first generation of a trace, as a Go runtime does.
type sampleWriter struct {
	out        bytes.Buffer
	generation uint64
	frequency  float64
	lastString uint64 // the highest number: a reader is quicker where there are no gaps
	lastStack  uint64
	strings    map[string]uint64
	names      table
}

// read finds out what the first generation has.
func (w *sampleWriter) read(whole []byte) {
	for at := traceHeader; at < len(whole) && whole[at] == traceBatch; {
		at++
		generation := number(whole, &at)
		if w.generation == 0 {
			w.generation = generation
		}
		if generation != w.generation {
			return
		}
		number(whole, &at) // the thread
		number(whole, &at) // the time
		size := int(number(whole, &at))
		w.readBatch(whole[at : at+size])
		at += size
	}
}

func (w *sampleWriter) readBatch(data []byte) {
	if len(data) == 0 {
		return
	}
	at := 1
	switch data[0] {
	case traceClock:
		w.frequency = float64(number(data, &at))
	case traceSync:
		at++
		w.frequency = float64(number(data, &at))
	case traceStrings:
		for at < len(data) {
			at++
			w.lastString = max(w.lastString, number(data, &at))
			at += int(number(data, &at))
		}
	case traceStacks:
		for at < len(data) {
			at++
			w.lastStack = max(w.lastStack, number(data, &at))
			for n := 4 * number(data, &at); n > 0; n-- {
				number(data, &at)
			}
		}
	}
}

// number takes an unsigned varint.
func number(data []byte, at *int) uint64 {
	v, n := binary.Uvarint(data[*at:])
	*at += n
	return v
}

// A table is a batch in the making.
type table struct {
	kind byte
	data []byte
}

func (w *sampleWriter) flush(t *table) {
	if len(t.data) == 0 {
		return
	}
	w.out.WriteByte(traceBatch)
	w.out.Write(binary.AppendUvarint(nil, w.generation))
	w.out.Write(binary.AppendUvarint(nil, 1<<64-1)) // of no thread
	w.out.Write(binary.AppendUvarint(nil, 1<<62))   // the time of a table tells nothing
	w.out.Write(binary.AppendUvarint(nil, uint64(1+len(t.data))))
	w.out.WriteByte(t.kind)
	w.out.Write(t.data)
	t.data = nil
}

func (w *sampleWriter) entry(t *table, text string, numbers ...uint64) {
	for _, v := range numbers {
		t.data = binary.AppendUvarint(t.data, v)
	}
	if t.data = append(t.data, text...); len(t.data) > traceMost {
		w.flush(t)
	}
}

func (w *sampleWriter) string(s string) uint64 {
	id, known := w.strings[s]
	if !known {
		w.lastString++
		id = w.lastString
		w.strings[s] = id
		w.entry(&w.names, s, traceString, id, uint64(len(s)))
	}
	return id
}

func (w *sampleWriter) add(p *perf.Profile) {
	w.names.kind = traceStrings
	stacks, samples := table{kind: traceStacks}, table{kind: traceSamples}
	known := map[*timeline.Stack]uint64{}
	for _, s := range p.Samples {
		id, ok := known[s.Stack]
		if !ok {
			w.lastStack++
			id = w.lastStack
			known[s.Stack] = id
			frames := s.Stack.Frames()
			numbers := []uint64{traceStack, id, uint64(len(frames))}
			for _, f := range frames {
				numbers = append(numbers, f.PC, w.string(f.Func), w.string(f.File), uint64(f.Line))
			}
			w.entry(&stacks, "", numbers...)
		}
		w.entry(&samples, "", traceSample, uint64(float64(s.Time)*w.frequency/1e9), 1, 1, 1, id)
	}
	w.flush(&w.names)
	w.flush(&stacks)
	w.flush(&samples)
}

// TestWithSamples reads by golang.org/x/exp/trace what BenchmarkAnalyze is compared with.
func TestWithSamples(t *testing.T) {
	dirs, err := filepath.Glob("testdata/recorded/*/" + fileSamples)
	if err != nil || len(dirs) == 0 {
		t.Fatal(dirs, err)
	}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		p, err := readSamples(os.DirFS(dir), fileSamples)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, fileTrace)); err != nil {
			continue // of an executable, which leaves no trace
		}
		r, err := trace.NewReader(bytes.NewReader(withSamples(t, dir)))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for {
			ev, err := r.ReadEvent()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if ev.Kind() == trace.EventStackSample {
				n++
			}
		}
		if n != len(p.Samples) {
			t.Errorf("%s: %d samples read, want %d", dir, n, len(p.Samples))
		}
	}
}
