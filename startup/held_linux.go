package startup

import (
	"sort"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/perf"
)

// seenBefore is by how much the tracer may see a stop before the thread has left its CPU, ns: the kernel
// tells the tracer first. On two CPUs it was up to 30 µs.
const seenBefore = 100e3

// noteStops fills in how long threads stood still at events: from when each lost its CPU until it got one
// again. Without switches that is not known.
func noteStops(events []goevent.Event, switches []perf.Switch) {
	of := map[int32][]perf.Switch{}
	for _, s := range switches {
		of[s.TID] = append(of[s.TID], s)
	}
	for i := range events {
		e := &events[i]
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
