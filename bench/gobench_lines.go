package bench

import "bytes"

// benchmarkLines keeps the lines of a program that are of the benchmark format.
type benchmarkLines struct {
	line  []byte
	kept  []byte
	other bool // the line is another one
}

// mostBenchmarkLines is how many bytes of such lines are kept, and longestBenchmarkLine how long one is.
const mostBenchmarkLines, longestBenchmarkLine = 4 << 20, 60 << 10

// Write takes what was printed next. It never fails.
func (b *benchmarkLines) Write(data []byte) (int, error) {
	for rest := data; len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		if !b.other {
			b.line = append(b.line, line...)
			b.other = len(b.line) > longestBenchmarkLine
		}
		if ended {
			b.take()
		}
		rest = after
	}
	return len(data), nil
}

// take ends a line.
func (b *benchmarkLines) take() {
	is := bytes.HasPrefix(b.line, []byte("Benchmark")) || bytes.HasPrefix(b.line, []byte("Unit "))
	if is && !b.other && len(b.kept)+len(b.line) < mostBenchmarkLines {
		b.kept = append(append(b.kept, b.line...), '\n')
	}
	b.line, b.other = b.line[:0], false
}

// end is all that was kept.
func (b *benchmarkLines) end() []byte {
	b.take()
	return b.kept
}
