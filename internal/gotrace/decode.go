// Package gotrace decodes Go execution traces into timelines: what each goroutine did over time,
// what it waited for, who woke and who created it, CPU samples and the work of the collector.
//
// Times are those of the trace: nanoseconds of CLOCK_MONOTONIC on Linux, in steps of 64 ns. Events
// that carry the same time are kept one nanosecond apart.
//
// # Limitations
//
// Traces of go1.21 and older are refused: their clock is the CPU's and their threads are not the
// system's. "Running" includes the time the kernel gave the CPU to others. A program that was
// killed loses the generation (about 1 s) that it had not finished writing.
//
// # Sources
//
// The format is documented in internal/trace of the Go source tree and read by
// golang.org/x/exp/trace.
package gotrace

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/timeline"
)

// Decode reads a trace to its end. Of a trace that is cut short or damaged it returns what came
// before, with a warning; it returns an error if that tells of no goroutine, if r is not a trace,
// or if the trace is of go1.21 or older.
func Decode(r io.Reader) (*timeline.Timeline, error) {
	br := bufio.NewReader(r)
	if err := checkVersion(br); err != nil {
		return nil, err
	}
	b := newBuilder()
	err := read(br, b)
	if len(b.goroutines) == 0 {
		return nil, fmt.Errorf("reading trace: %w", cmp.Or(err, errEmpty))
	}
	if err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n") // the rest dumps the reader's state
		b.warnings = append(b.warnings, "the trace ends early: "+reason)
	}
	return b.timeline(), nil
}

var errEmpty = errors.New("it ends before the first event of a goroutine")

// checkVersion looks at the header, without consuming it.
func checkVersion(r *bufio.Reader) error {
	const header = "go 1.%d trace\x00\x00\x00"
	head, err := r.Peek(len(header))
	if err != nil {
		return fmt.Errorf("reading trace header: %w", err)
	}
	var minor int
	if _, err := fmt.Sscanf(string(head), header, &minor); err != nil {
		return errors.New("reading trace header: not a Go execution trace")
	}
	if minor < 22 {
		return fmt.Errorf("trace format of go1.%d: needs go1.22 or newer", minor)
	}
	return nil
}

// read hands all events of the trace to b.
func read(r io.Reader, b *builder) (err error) {
	// The reader panics on some malformed traces that it does not take care to refuse.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("malformed trace: %v", p)
		}
	}()
	events, err := trace.NewReader(r)
	if err != nil {
		return err
	}
	for {
		ev, err := events.ReadEvent()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		b.add(&ev)
	}
}
