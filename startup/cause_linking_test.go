package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/timeline"
)

// TestProcess: the dynamic loader's time is a slice of its own only where both its ends were seen, and
// the slices fill the time from the start to the agent.
func TestProcess(t *testing.T) {
	type piece struct {
		from, to int64
		loader   bool
	}
	linked := &gotool.Linked{Interpreter: true, Libraries: []string{"libc.so.6"}}
	for _, c := range []struct {
		name        string
		exec, entry int64
		want        []piece
	}{
		{"not seen", 0, 0, []piece{{100, 200, false}}},
		{"only the exec", 120, 0, []piece{{100, 200, false}}},
		{"seen", 120, 150, []piece{{100, 120, false}, {120, 150, true}, {150, 200, false}}},
		{"after the agent", 120, 250, []piece{{100, 200, false}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &observation{start: 100, exec: c.exec, entry: c.entry, linked: linked, line: new(timeline.Timeline)}
			cut := &cutter{observation: o}
			cut.process(200)
			var got []piece
			for _, s := range cut.path() {
				got = append(got, piece{s.From, s.To, causeOf(s) == &dynamicLinking})
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(piece{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestUnseenLoader: only of a program with a dynamic loader it is said that the loader was not seen.
func TestUnseenLoader(t *testing.T) {
	dynamic, static := &gotool.Linked{Interpreter: true}, &gotool.Linked{}
	for _, c := range []struct {
		name   string
		linked *gotool.Linked
		entry  int64
		want   bool
	}{
		{"recorded before it was looked at", nil, 0, false},
		{"static", static, 0, false},
		{"seen", dynamic, 10, false},
		{"not seen", dynamic, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &observed{Linked: c.linked, Trace: &experiment.Run{Entry: c.entry, NoEntry: "tracing the program: operation not permitted"}}
			got := o.unseenLoader()
			if (got != nil) != c.want || got != nil && got.Why != o.Trace.NoEntry {
				t.Errorf("unseenLoader = %+v", got)
			}
		})
	}
}
