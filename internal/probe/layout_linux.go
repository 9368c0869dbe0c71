package probe

import (
	"cmp"
	"errors"
	"fmt"
	"go/version"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/bpf"
)

// layout is where the runtime of a Go version keeps what is read of it, in bytes from the beginning of
// runtime.g, and of runtime.m for curg. It was read off the debug information of programs that go1.18.10,
// 1.19.13, 1.20.14, 1.21.13, 1.22.12, 1.23.12, 1.24.11, 1.25.5, 1.26.0 and 1.27.0 built for amd64.
type layout struct {
	curg      uint64 // of m: the goroutine that the thread runs
	goid      uint64
	frame     uint64 // g.sched.bp: the frame pointer at which it was left for the scheduler's stack
	parent    uint64 // g.parentGoid: who began it; 0 before go1.21, which does not keep it
	statement uint64 // g.gopc: the go statement
	entry     uint64 // g.startpc: its first function
	reasons   map[uint8]string
	stops     map[uint8]string
}

const (
	offsetM  = 48  // of g.m, in all versions
	offsetPC = 64  // of g.sched.pc, in all versions
	sizeG    = 320 // bytes of runtime.g that hold all of the above
)

var (
	layout118 = layout{curg: 192, goid: 152, frame: 104, statement: 296, entry: 312, reasons: eventReasons}
	layout121 = layout{curg: 192, goid: 152, frame: 104, parent: 272, statement: 280, entry: 296, reasons: eventReasons, stops: stopReasons}
	layout122 = layout{curg: 192, goid: 152, frame: 104, parent: 272, statement: 280, entry: 296, reasons: blockReasons, stops: stopReasons}
	layout123 = layout{curg: 192, goid: 160, frame: 104, parent: 280, statement: 288, entry: 304, reasons: blockReasons, stops: stopReasons}
	layout125 = layout{curg: 184, goid: 152, frame: 96, parent: 272, statement: 280, entry: 296, reasons: blockReasons, stops: stopReasons}
	layout126 = layout{curg: 184, goid: 152, frame: 96, parent: 280, statement: 288, entry: 304, reasons: blockReasons, stops: stopReasons}
)

// layouts are those of the minor versions from oldest on.
var layouts = []*layout{&layout118, &layout118, &layout118, &layout121, &layout122, &layout123, &layout123,
	&layout125, &layout126, &layout126}

const oldest = 18

// layoutOf returns the layout of the runtime of a Go version, such as "go1.26.8" or "go1.26.8 X:name".
func layoutOf(goVersion string) (*layout, error) {
	release, _, _ := strings.Cut(goVersion, " ")
	minor, err := strconv.Atoi(strings.TrimPrefix(version.Lang(release), "go1."))
	if err != nil || minor < oldest || minor >= oldest+len(layouts) {
		return nil, fmt.Errorf("goroutines of %q: the layout of this runtime is not known: %w", goVersion, errors.ErrUnsupported)
	}
	return layouts[minor-oldest], nil
}

// reason says why a goroutine waits, as runtime/trace says it.
func (l *layout) reason(code uint8) string { return cmp.Or(l.reasons[code], "unspecified") }

// blockReasons are the values of runtime.traceBlockReason from go1.22 on.
var blockReasons = map[uint8]string{
	1: "forever", 2: "network", 3: "select", 4: "sync.(*Cond).Wait", 5: "sync", 6: "chan send", 7: "chan receive",
	8: "GC mark assist wait for work", 9: "GC background sweeper wait", 10: "system goroutine wait",
	11: "preempted", 12: "wait for debug call", 13: "wait until GC ends", 14: "sleep",
	15: "GC weak to strong wait", 16: "synctest",
}

// eventReasons are the values of runtime.traceEv* with which goroutines waited up to go1.21.
var eventReasons = map[uint8]string{
	16: "forever", 19: "sleep", 22: "chan send", 23: "chan receive", 24: "select", 25: "sync",
	26: "sync.(*Cond).Wait", 27: "network", 42: "GC mark assist wait for work",
}

// stop says why the world is stopped, as runtime/trace says it. Before go1.21 the runtime does not say;
// what stops it while a program starts is nearly always the collector.
func (l *layout) stop(code uint8) string {
	if l.stops == nil {
		return "GC"
	}
	return cmp.Or(l.stops[code], "other")
}

// stopReasons are the values of runtime.stwReason that are the collector's.
var stopReasons = map[uint8]string{1: "GC mark termination", 2: "GC sweep termination"}

// inKernel returns what the kernel's program needs to know of it; nothing if l is nil.
func (l *layout) inKernel() bpf.Layout {
	if l == nil {
		return bpf.Layout{}
	}
	return bpf.Layout{Curg: uint32(l.curg), Goid: uint32(l.goid), Frame: uint32(l.frame), Parent: uint32(l.parent),
		Statement: uint32(l.statement), Entry: uint32(l.entry)}
}
