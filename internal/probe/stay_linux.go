package probe

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// How long a thread stood still at the most for a stop, where it may have waited for something else besides,
// and where it went on with its goroutine: a stop takes 20 to 60 µs, but on a starved machine the tracer waits
// for a CPU.
const (
	longestStop    = 100 * time.Microsecond
	longestStarved = 20 * time.Millisecond
)

// stays tells how long threads stood still where the kernel does not tell when they lose their CPUs: from one
// stop to the next a thread that goes on with its goroutine runs but for the stop, and how long it ran the
// kernel tells. The time in which others had the CPU, of which the kernel tells the sum, cannot be told from
// that of the stop and goes with it.
type stays map[int]*stay // by thread

// stay is a thread since its last stop.
type stay struct {
	stats   *os.File // nil: they cannot be read
	event   int      // index of what was noted at the stop
	seen    int64    // when that was
	times   times    // of the thread by then
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
	now, ok := last.read()
	if !ok {
		return
	}
	e := &events[len(events)-1]
	if last.event >= 0 {
		events[last.event].After = last.stood(e, now)
	}
	last.event, last.seen, last.times = len(events)-1, t.Seen, now
	last.running = goesOn(e, last.running)
}

// stood returns how long the thread stood still at the last stop, if it comes to e with these times.
func (s *stay) stood(e *goevent.Event, now times) int64 {
	most := longestStop
	if s.running && e.Kind != goevent.Run && e.Kind != goevent.Returned {
		most = longestStarved
	}
	off := e.Time - s.seen - (now.ran - s.times.ran)
	return min(max(0, off), int64(most)+max(0, now.starved-s.times.starved))
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

// times are how long a thread has run, and has waited for a CPU; ns.
type times struct{ ran, starved int64 }

// read reads the first two numbers of schedstat.
func (s *stay) read() (t times, ok bool) {
	if s.stats == nil {
		return times{}, false
	}
	var b [64]byte
	n, err := s.stats.ReadAt(b[:], 0)
	if err != nil && err != io.EOF {
		return times{}, false
	}
	return parseTimes(string(b[:n]))
}

func parseTimes(schedstat string) (t times, ok bool) {
	ran, rest, _ := strings.Cut(schedstat, " ")
	starved, _, found := strings.Cut(rest, " ")
	var bad, worse error
	t.ran, bad = strconv.ParseInt(ran, 10, 64)
	t.starved, worse = strconv.ParseInt(starved, 10, 64)
	return t, found && bad == nil && worse == nil
}

func (s stays) close() {
	for _, t := range s {
		if t.stats != nil {
			t.stats.Close()
		}
	}
}
