package probe

import (
	"math"
	"os"
	"testing"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// A child that has begun, stood still and been seen late, at its beginning and at its end: what it neither ran nor
// waited for a CPU it stood.
func TestVforkSince(t *testing.T) {
	v := &Vfork{seen: 1000}
	for _, tt := range []struct {
		name string
		at   int64
		now  times
		want int64
	}{
		{"at its beginning", 1500, times{20, 10}, 1030},
		{"at its end", 17_000, times{80, 50}, 2100},
		{"it ran all the time", 17_100, times{200, 50}, 17_100},
	} {
		if got := v.since(tt.at, tt.now); got != tt.want {
			t.Errorf("%s: since %d, want %d", tt.name, got, tt.want)
		}
		v.seen = max(tt.at, 2000)
	}
}

// What a child stood still goes to the thread that waits for it. Of a child that is gone it is what the stop took.
func TestVforkStood(t *testing.T) {
	for name, pid := range map[string]int{"alive": os.Getpid(), "gone": math.MaxInt32} {
		t.Run(name, func(t *testing.T) {
			w, seen := new(Watch), monotonic()
			v := w.Vfork(&ptrace.Thread{TID: 7, Seen: seen - 1e9})
			v.Stood(&ptrace.Thread{TID: pid, Process: &ptrace.Process{PID: pid}, Seen: seen})
			if len(w.Events.Events) != 1 {
				t.Fatalf("%d events, want 1", len(w.Events.Events))
			}
			e := w.Events.Events[0]
			if e.Kind != goevent.Passed || e.TID != 7 || e.Time < seen || e.Before < e.Time-seen || e.Before > e.Time-seen+1e9 {
				t.Errorf("%+v, want thread 7 held up until now, since %d at the latest", e, seen)
			}
			if name == "gone" && e.Before != e.Time-seen {
				t.Errorf("held up for %d ns, want %d", e.Before, e.Time-seen)
			}
		})
	}
}
