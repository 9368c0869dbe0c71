package experiment

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	tailLines = 20       // kept as LastLines
	tailBytes = 16 << 10 // from which they are taken
	lineBytes = 64 << 10 // of a line are matched
	readBytes = 64 << 10 // the size of a pipe
)

// output reads what the program writes, always and to the end, so that a full pipe never holds
// it up. It keeps the first bytes in a file and the last ones for error messages.
type output struct {
	stdout  io.Writer // gets a copy; nil: nothing does
	streams [2]stream // stdout, stderr; of a terminal the first alone is read
	tty     *os.File  // the program's end of a terminal; nil: there is none
	readers sync.WaitGroup
	drained chan struct{} // closed when both streams have ended

	mu    sync.Mutex
	file  *os.File // nil: none
	room  int64    // bytes that file still takes
	total int64
	cut   bool // some bytes did not go into file
	tail  []byte
	err   error // of writing file
}

type stream struct{ read, write *os.File }

func newOutput(path string, room int64, pty bool) (*output, error) {
	o := &output{room: room, drained: make(chan struct{})}
	open := o.pipes
	if pty {
		open = o.terminal
	}
	if err := open(); err != nil {
		o.finish()
		return nil, err
	}
	if path == "" {
		return o, nil
	}
	file, err := os.Create(path)
	if err != nil {
		o.finish()
		return nil, err
	}
	o.file = file
	return o, nil
}

func (o *output) pipes() error {
	for i := range o.streams {
		read, write, err := os.Pipe()
		if err != nil {
			return err
		}
		o.streams[i] = stream{read, write}
	}
	return nil
}

// handedOver closes this process's copies of what the program writes to.
func (o *output) handedOver() {
	for i := range o.streams {
		o.streams[i].write.Close()
		o.streams[i].write = nil
	}
}

// read starts reading both streams, each with its matcher.
func (o *output) read(stdout, stderr *matcher) {
	if o.tty != nil {
		stdout, stderr = cmp.Or(stdout, stderr), nil // one kind of readiness wants one of them
	}
	for i, m := range []*matcher{stdout, stderr} {
		o.readers.Go(func() { o.consume(o.streams[i].read, m) })
	}
	go func() {
		o.readers.Wait()
		close(o.drained)
	}()
}

func (o *output) consume(r *os.File, m *matcher) {
	buf := make([]byte, readBytes)
	for {
		n, err := r.Read(buf)
		at := Monotonic()
		m.feed(buf[:n], at)
		if o.stdout != nil && r == o.streams[0].read {
			o.stdout.Write(buf[:n])
		}
		o.keep(buf[:n])
		if err != nil {
			m.close(at)
			return
		}
	}
}

func (o *output) keep(b []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.total += int64(len(b))
	o.tail = append(o.tail, b...)
	if len(o.tail) > tailBytes {
		o.tail = append(o.tail[:0], o.tail[len(o.tail)-tailBytes:]...)
	}
	if o.file == nil || o.err != nil {
		return
	}
	fit := b[:min(int64(len(b)), o.room)]
	o.cut = o.cut || len(fit) < len(b)
	o.room -= int64(len(fit))
	_, o.err = o.file.Write(fit)
}

// drain waits until both streams have ended, at most for d: a descendant may keep them open.
func (o *output) drain(d time.Duration) {
	select {
	case <-o.drained:
	case <-time.After(d):
	}
}

// isolation is that of a program with this output.
func (o *output) isolation() *syscall.SysProcAttr {
	if o.tty != nil {
		return controlled(isolation())
	}
	return isolation()
}

// finish ends the reading and closes all files.
func (o *output) finish() {
	for _, s := range o.streams {
		if s.write != nil {
			s.write.Close()
		}
		if s.read != nil {
			s.read.SetReadDeadline(time.Now().Add(drainTime))
		}
	}
	o.readers.Wait()
	for _, s := range o.streams {
		if s.read != nil {
			s.read.Close()
		}
	}
	if o.file != nil {
		o.file.Close()
	}
}

// report completes run with what was read. Call it after finish.
func (o *output) report(run *Run) {
	run.OutputBytes = o.total
	run.Truncated = o.cut
	run.LastLines = lastLines(o.tail, o.total > int64(len(o.tail)))
	if o.err != nil {
		run.Warnings = append(run.Warnings, "keeping the output: "+o.err.Error())
	}
}

// lastLines splits tail into at most tailLines lines. If something came before tail, its first
// line is incomplete and left out unless it is the only one.
func lastLines(tail []byte, before bool) []string {
	text := strings.TrimRight(strings.ToValidUTF8(string(tail), "\uFFFD"), "\r\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	if before && len(lines) > 1 {
		lines = lines[1:]
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, "\r")
	}
	last := max(0, len(lines)-tailLines)
	for _, line := range lines[:last] {
		if IsFatal(line) {
			return append([]string{line}, lines[last:]...) // the long traceback behind it tells less
		}
	}
	return lines[last:]
}

// IsFatal reports whether a line of output is the one with which the Go runtime ends a program.
func IsFatal(line string) bool {
	return strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")
}

// matcher looks for a line in one stream. A nil matcher looks for nothing.
type matcher struct {
	match   func(line []byte) bool
	found   func(at int64)
	pending []byte // the beginning of a line whose end was not read yet
}

// feed takes what was read at the given instant.
func (m *matcher) feed(b []byte, at int64) {
	for m != nil && m.match != nil {
		line, rest, complete := bytes.Cut(b, []byte("\n"))
		m.pending = append(m.pending, line[:min(len(line), lineBytes-len(m.pending))]...)
		if !complete {
			return
		}
		m.close(at)
		b = rest
	}
}

// close ends the line begun.
func (m *matcher) close(at int64) {
	if m == nil || m.match == nil {
		return
	}
	if m.match(bytes.TrimSuffix(m.pending, []byte("\r"))) {
		m.match = nil
		m.found(at)
	}
	m.pending = m.pending[:0]
}
