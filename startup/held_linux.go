package startup

import (
	"cmp"
	"slices"
	"sort"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/perf"
)

// seenBefore is by how much the tracer may see a stop before the thread has left its CPU, ns: the kernel
// tells the tracer first. On two CPUs it was up to 30 µs.
const seenBefore = 100e3

// noteStops fills in how long threads stood still at the events for which they were stopped: from when each lost
// its CPU until it got one again. That may be long before it was seen: while the tracer sets the points in a
// child, who ends stands in its exit. Without switches it is not known.
func noteStops(events []goevent.Event, switches []perf.Switch) {
	of := map[int32][]perf.Switch{}
	for _, s := range switches {
		of[s.TID] = append(of[s.TID], s)
	}
	for i := range events {
		e := &events[i]
		if !e.Stop {
			continue
		}
		if out, in, ok := stopAt(of[e.TID], e.Time); ok {
			e.Before, e.After = max(0, e.Time-out), in-e.Time
		}
	}
}

// stopAt returns when the thread with these switches lost and got its CPU around the instant at which it was
// seen to stand still.
func stopAt(all []perf.Switch, at int64) (out, in int64, ok bool) {
	i := sort.Search(len(all), func(i int) bool { return all[i].Time > at })
	switch {
	case i > 0 && all[i-1].Out: // it is off
		i--
	case i == len(all) || !all[i].Out || all[i].Time-at > seenBefore:
		return 0, 0, false
	}
	if i+1 == len(all) || all[i+1].Out {
		return 0, 0, false
	}
	return all[i].Time, all[i+1].Time, true
}

// leastWait is how long a thread must have been off its CPU for the goroutine to have waited there, ns.
const leastWait = 50e3

// loseWaits adds to the events of one goroutine on one thread, where goroutines cannot be followed, when it
// waited: the thread was off its CPU and could not have gone on. What for is not known.
func loseWaits(events []goevent.Event, switches []perf.Switch) []goevent.Event {
	if len(events) == 0 {
		return nil
	}
	first, last := events[0], events[len(events)-1]
	out := slices.Clone(events)
	since := int64(0)
	for _, s := range switches {
		if s.TID != first.TID || s.Time < first.Time || s.Time > last.Time {
			continue
		}
		if s.Out && !s.Preempted {
			since = s.Time
		}
		if !s.Out && since != 0 && s.Time-since >= leastWait && !heldAt(events, since, s.Time) {
			out = append(out, goevent.Event{Time: since, Kind: goevent.Lost, TID: s.TID, G: mainGoroutine},
				goevent.Event{Time: s.Time, Kind: goevent.Run, TID: s.TID, G: mainGoroutine})
		}
		if !s.Out {
			since = 0
		}
	}
	slices.SortStableFunc(out, func(a, b goevent.Event) int { return cmp.Compare(a.Time, b.Time) })
	return out
}

// heldAt reports whether a stop to look at the program is what lasted from one instant to another.
func heldAt(events []goevent.Event, from, to int64) bool {
	i := sort.Search(len(events), func(i int) bool { return events[i].Time >= from-seenBefore })
	return i < len(events) && events[i].Time <= to
}
