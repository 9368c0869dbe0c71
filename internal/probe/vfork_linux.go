package probe

import (
	"fmt"
	"os"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// A Vfork is the wait of a thread in vfork(2), as in Go's syscall.forkExec: until the child executes a program or
// ends. The goroutine passes for running all the while, and whenever the child stands still for the tracer it is
// the goroutine that is held up.
type Vfork struct {
	watch  *Watch
	thread int32
	seen   int64 // up to when it is known how long the child stood still, CLOCK_MONOTONIC in ns
	busy   int64 // ns that the child had run, or waited for a CPU, by then
}

// Vfork begins the wait of a thread that stands in its vfork.
func (w *Watch) Vfork(parent *ptrace.Thread) *Vfork {
	return &Vfork{watch: w, thread: int32(parent.TID), seen: parent.Seen}
}

// Stood notes that the child stands still: at its beginning, at a signal or at its end. It may have done so since
// long before the tracer came to see it: all the time in which it neither ran nor waited for a CPU.
func (v *Vfork) Stood(child *ptrace.Thread) {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", child.Process.PID))
	from := child.Seen
	if t, ok := parseTimes(string(data)); ok {
		from = v.since(child.Seen, t)
	}
	v.seen = monotonic()
	v.watch.mu.Lock()
	defer v.watch.mu.Unlock()
	v.watch.Events.Events = append(v.watch.Events.Events,
		goevent.Event{Time: v.seen, Kind: goevent.Passed, TID: v.thread, Before: v.seen - from})
}

// since returns since when the child stands still that is seen to do so at an instant, with these times.
func (v *Vfork) since(at int64, t times) int64 {
	busy := t.ran + t.starved
	from := min(at, v.seen+max(0, busy-v.busy))
	v.busy = busy
	return from
}
