// Package gotrace decodes Go execution traces into timelines: what each goroutine did over time,
// what it waited for, who woke and who created it, CPU samples and the work of the collector.
//
// Times are those of the trace: nanoseconds of CLOCK_MONOTONIC on Linux, in steps of 64 ns. Events
// of one thread or of one goroutine that carry the same time are kept one nanosecond apart, and
// the timeline ends one nanosecond after the last event.
//
// # A reader of its own
//
// The Go team's reader, golang.org/x/exp/trace, brings the events of all threads into one order and
// checks that the scheduler could have made them. That is most of what reading a trace costs. A
// timeline only needs the order of the changes of each goroutine, which the trace gives in sequence
// numbers, so this reader goes through one thread after another and leaves the frames of stacks and
// the spans of goroutines undecoded until they are asked for. The tests hold it against x/exp/trace.
//
// It does not check that the sequence numbers have no gaps, that the states of goroutines and
// processors follow on each other, that the strings of stacks are there, nor what events say that it
// does not use. A trace that x/exp/trace refuses for these makes a timeline here. The end of a system
// call that blocked has the time that its thread gave it; x/exp/trace moves it to after the event that
// took the processor away, with all events that follow in its order (7 µs in one of the test's traces).
//
// # Limitations
//
// Traces of go1.21 and older are refused: their clock is the CPU's and their threads are not the
// system's. "Running" includes the time the kernel gave the CPU to others. A program that was
// killed loses the generation (about 1 s) that it had not finished writing.
//
// # Sources
//
// The format is documented in internal/trace/tracev2 of the Go source tree; what the events mean, in
// order.go and event.go of internal/trace.
package gotrace

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// Decode reads a trace to its end. Of a trace that is cut short or damaged it returns the
// generations (each about 1 s) that come whole before that, with a warning; it returns an error if
// there is none, if r is not a trace, if the trace is of go1.21 or older, or if it is of a later
// version than this package knows and has something new.
//
// It answers the questions of the inquiry, which may be nil, as far as it reads.
func Decode(r io.Reader, inquiry *timeline.Inquiry) (*timeline.Timeline, error) {
	trace, readErr := readAll(r)
	version, err := versionOf(trace)
	if err != nil {
		return nil, cmp.Or(readErr, err)
	}
	d, damage := decode(trace, version, inquiry)
	damage = cmp.Or(readErr, damage)
	switch {
	case damage != nil && version > newest:
		return nil, fmt.Errorf("trace format of go1.%d: this version reads up to go1.%d", version, newest)
	case len(d.goroutines) == 0:
		return nil, fmt.Errorf("reading trace: %w", cmp.Or(damage, errEmpty))
	}
	t := d.timeline()
	if damage != nil {
		t.Warnings = []string{"the trace ends early: " + damage.Error()}
	}
	return t, nil
}

var errEmpty = errors.New("it ends before the first event of a goroutine")

// readAll reads r, into memory of the right size if r tells its size.
func readAll(r io.Reader) ([]byte, error) {
	size := 0
	switch r := r.(type) {
	case interface{ Len() int }:
		size = r.Len()
	case interface{ Stat() (fs.FileInfo, error) }:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
			size = int(info.Size())
		}
	}
	all := make([]byte, size)
	n, err := io.ReadFull(r, all)
	if err != nil && err != io.EOF {
		return all[:n], err
	}
	rest, err := io.ReadAll(r)
	return append(all[:n], rest...), err
}

// versionOf returns the minor version of Go that the header names.
func versionOf(trace []byte) (int, error) {
	if len(trace) < headerSize {
		return 0, fmt.Errorf("reading trace header: %w", io.EOF)
	}
	header := string(trace[:headerSize])
	number, isTrace := strings.CutPrefix(strings.TrimSuffix(header, headerEnd), headerBegin)
	minor, err := strconv.Atoi(number)
	if err != nil || !isTrace || !strings.HasSuffix(header, headerEnd) {
		return 0, errors.New("reading trace header: not a Go execution trace")
	}
	if minor < oldest {
		return 0, fmt.Errorf("trace format of go1.%d: needs go1.%d or newer", minor, oldest)
	}
	return minor, nil
}

// decode reads the generations of a trace as far as they are whole, and says what is wrong with
// what follows, if anything is.
func decode(trace []byte, version int, inquiry *timeline.Inquiry) (*decoder, error) {
	generations, damage := cutGenerations(trace, version)
	d := newDecoder(len(trace), inquiry)
	n, err := d.readAll(generations)
	if err == nil {
		return d, damage
	}
	inquiry.Reset()
	d = newDecoder(len(trace), inquiry) // some of the damaged generation has been taken in
	d.readAll(generations[:n])
	return d, err
}
