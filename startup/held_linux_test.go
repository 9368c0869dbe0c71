package startup

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/probe"
	"github.com/cupelgo/cupel/internal/timeline"
)

// TestNoteStops wants to know from the switches of a thread how long it stood still at an event, whether
// the tracer saw it before or after it had left its CPU.
func TestNoteStops(t *testing.T) {
	switches := []perf.Switch{
		{TID: 7, Time: 0}, {TID: 8, Time: 10, Out: true},
		{TID: 7, Time: 1000, Out: true}, {TID: 7, Time: 1500},
		{TID: 7, Time: 3000, Out: true}, {TID: 8, Time: 3050}, {TID: 7, Time: 3600},
		{TID: 7, Time: 900_000, Out: true},
	}
	for _, tt := range []struct {
		name          string
		at            int64
		before, after int64
	}{
		{"after it had left", 1200, 200, 300},
		{"before it had left", 2990, 0, 610},
		{"at that instant", 3000, 0, 600},
		{"long before", 700_000, 0, 0},
		{"no end", 950_000, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			events := []goevent.Event{{Time: tt.at, TID: 7, Stop: true}}
			noteStops(events, switches)
			if e := events[0]; e.Before != tt.before || e.After != tt.after {
				t.Errorf("before %d, after %d; want %d, %d", e.Before, e.After, tt.before, tt.after)
			}
		})
	}
}

// What was seen of gopls with uprobes, to the µs: its main thread stood at a signal, and then in its exit, while the
// tracer set the points in the child that it had begun. None of that is its CPU, but all the rest is: that the
// thread left its CPU soon after a uprobe does not mean that it was stopped for it.
func TestStopsBesideUprobes(t *testing.T) {
	const µs = 1000
	w := &probe.Watch{Events: goevent.Recording{Events: []goevent.Event{
		{Time: 1_000 * µs, Kind: goevent.Run, TID: 7, G: mainGoroutine},
		{Time: 40_869 * µs, Kind: goevent.Entered, TID: 7, G: mainGoroutine},
		{Time: 40_871 * µs, Kind: goevent.Returned, TID: 7, G: mainGoroutine},
		{Time: 52_430 * µs, Kind: goevent.Passed, TID: 7, Stop: true},
		{Time: 66_101 * µs, Kind: goevent.Created, TID: 7, By: mainGoroutine},
		{Time: 88_550 * µs, Kind: goevent.Exiting, TID: 7, Stop: true},
	}}}
	switches := []perf.Switch{
		{TID: 7, Time: 500 * µs}, {TID: 7, Time: 41_636 * µs, Out: true}, {TID: 7, Time: 52_530 * µs},
		{TID: 7, Time: 66_105 * µs, Out: true, Preempted: true}, {TID: 7, Time: 66_110 * µs},
		{TID: 7, Time: 66_116 * µs, Out: true}, {TID: 7, Time: 88_616 * µs},
	}
	o := &observer{kernel: new(bpf.Collector)}
	o.adjust(w, new(probe.Program), &perf.Recording{Switches: switches})
	var b bytes.Buffer
	if err := w.Events.Write(&b, func(uint64) []timeline.Frame { return nil }); err != nil {
		t.Fatal(err)
	}
	line, err := goevent.Read(b.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := &observation{start: 1_000 * µs, ready: 88_550 * µs, readyG: mainGoroutine, line: line,
		marks: &agent.Marks{Start: 1_000 * µs, Exit: 88_550 * µs}}
	got := map[class]int64{}
	for _, s := range seen.slices() {
		got[s.Class] += s.ns()
	}
	held := int64((52_530 - 41_636 + 88_550 - 66_116) * µs)
	if diff := cmp.Diff(map[class]int64{classHeld: held, classCPU: 87_550*µs - held}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLoseWaits wants long stretches without a CPU to be unknown, unless the thread could have gone on or
// stood still to be looked at.
func TestLoseWaits(t *testing.T) {
	const ms = 1_000_000
	events := []goevent.Event{
		{Time: 1 * ms, Kind: goevent.Run, TID: 7, G: 1}, {Time: 20 * ms, Kind: goevent.Passed, TID: 7, G: 1},
		{Time: 50 * ms, Kind: goevent.Blind, TID: 7},
	}
	got := loseWaits(events, []perf.Switch{
		{TID: 7, Time: 5 * ms, Out: true}, {TID: 7, Time: 9 * ms}, // it waited
		{TID: 7, Time: 10 * ms, Out: true, Preempted: true}, {TID: 7, Time: 12 * ms},
		{TID: 7, Time: 20*ms - 1000, Out: true}, {TID: 7, Time: 21 * ms}, // looked at
		{TID: 8, Time: 22 * ms, Out: true}, {TID: 8, Time: 29 * ms}, // another thread
		{TID: 7, Time: 30 * ms, Out: true}, {TID: 7, Time: 30*ms + 1000}, // short
	})
	want := []goevent.Event{
		events[0], {Time: 5 * ms, Kind: goevent.Lost, TID: 7, G: 1}, {Time: 9 * ms, Kind: goevent.Run, TID: 7, G: 1},
		events[1], events[2],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
