package probe

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// How long a thread stood still at the most for a stop, where it may have waited for something else besides,
// and where it went on with its goroutine: a stop takes 20 to 60 µs, but on a starved machine both the tracer
// and the thread wait for a CPU.
const (
	longestStop    = 100 * time.Microsecond
	longestStarved = 20 * time.Millisecond
)

// stays tells how long threads stood still where the kernel does not tell when they lose their CPUs: from one
// stop to the next a thread that goes on with its goroutine runs but for the stop, and how long it ran the
// kernel tells.
type stays map[int]*stay // by thread

// stay is a thread since its last stop.
type stay struct {
	stats   *os.File // nil: they cannot be read
	event   int      // index of what was noted at the stop
	seen    int64    // when that was
	ran     int64    // CPU time of the thread by then, ns
	running bool     // it ran a goroutine and went on with it
}

// stop takes the stop of a thread that stands still, whose event is the last one, and fills in how long it
// stood still at the one before.
func (s stays) stop(t *ptrace.Thread, events []goevent.Event) {
	last := s[t.TID]
	if last == nil {
		f, err := os.Open(fmt.Sprintf("/proc/%d/task/%d/schedstat", t.Process.PID, t.TID))
		if err != nil {
			f = nil
		}
		last = &stay{stats: f, event: -1}
		s[t.TID] = last
	}
	ran, ok := last.time()
	if !ok {
		return
	}
	e := &events[len(events)-1]
	if last.event >= 0 {
		events[last.event].After = last.stood(e, ran)
	}
	last.event, last.seen, last.ran = len(events)-1, t.Seen, ran
	last.running = goesOn(e, last.running)
}

// stood returns how long the thread stood still at the last stop, if it comes to e after so much CPU time.
func (s *stay) stood(e *goevent.Event, ran int64) int64 {
	most := longestStop
	if s.running && e.Kind != goevent.Run && e.Kind != goevent.Returned {
		most = longestStarved
	}
	return min(max(0, e.Time-s.seen-(ran-s.ran)), int64(most))
}

// goesOn reports whether the thread goes on with a goroutine after an event. did says that it did so before.
func goesOn(e *goevent.Event, did bool) bool {
	switch e.Kind {
	case goevent.Run, goevent.Created, goevent.Returned:
		return true
	case goevent.Readied:
		return e.By != 0
	case goevent.Parked, goevent.Yielded, goevent.Entered, goevent.Ended, goevent.Exiting, goevent.Blind:
		return false
	}
	return did
}

// time returns how long the thread has run, ns: the first number of schedstat.
func (s *stay) time() (ns int64, ok bool) {
	if s.stats == nil {
		return 0, false
	}
	var b [64]byte
	n, err := s.stats.ReadAt(b[:], 0)
	if err != nil && err != io.EOF {
		return 0, false
	}
	first, _, _ := bytes.Cut(b[:n], []byte(" "))
	ns, err = strconv.ParseInt(string(first), 10, 64)
	return ns, err == nil
}

func (s stays) close() {
	for _, t := range s {
		if t.stats != nil {
			t.stats.Close()
		}
	}
}
