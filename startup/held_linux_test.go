package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/perf"
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
			events := []goevent.Event{{Time: tt.at, TID: 7}}
			noteStops(events, switches)
			if e := events[0]; e.Before != tt.before || e.After != tt.after {
				t.Errorf("before %d, after %d; want %d, %d", e.Before, e.After, tt.before, tt.after)
			}
		})
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
