package startup

import (
	"fmt"

	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// manyRunnable is how many goroutines ready to run make a scheduling delay the fault of their number.
// With fewer the processors are merely busy.
const manyRunnable = 100

// markBursts marks the scheduling delays on the path in which hundreds of goroutines were to have
// their turn. It looks only if there are as many and the delays are long enough to be told.
func (o *observation) markBursts(path []*slice) {
	if len(o.line.Goroutines) < manyRunnable {
		return
	}
	delayed := func(s *slice) bool {
		// The collector is busy, too, where there are many goroutines: they come first.
		return (s.Class == classSched || s.Class == classGC) && s.Off == offRunnable && s.Init == nil && !s.Handoff
	}
	var ns int64
	for _, s := range path {
		if delayed(s) {
			ns += s.ns()
		}
	}
	if float64(ns) < max(minCost*1e9, minSpread*float64(o.took())) {
		return
	}
	queue := o.line.Queue()
	for _, s := range path {
		if delayed(s) {
			if s.Burst = queue.At(s.From) >= manyRunnable; s.Burst {
				s.Class = classSched
			}
		}
	}
}

// burst makes one group of all delays among many goroutines, and blames the go statement that began
// most of those that could run when the longest delay began.
func (n *namer) burst(o *observation, all []*slice) *group {
	g := &group{cause: &goroutineBurst, slices: all, frame: n.blame(all, false)[0].frame}
	longest := all[0]
	for _, s := range all {
		if s.seconds() > longest.seconds() {
			longest = s
		}
	}
	var first, last int64 // creation
	count, most := map[*timeline.Stack]int{}, (*timeline.Stack)(nil)
	runnable := o.line.Runnable(longest.From)
	for _, r := range runnable {
		if n.own(r.CreatedAt) {
			count[r.CreatedAt]++
			if most == nil || count[r.CreatedAt] > count[most] {
				most = r.CreatedAt
			}
		}
	}
	g.note = fmt.Sprintf("; %d goroutines could run when the longest began", len(runnable))
	if most == nil {
		return g
	}
	for _, r := range runnable {
		if r.CreatedAt == most {
			if first == 0 || r.Created < first {
				first = r.Created
			}
			last = max(last, r.Created)
		}
	}
	g.frame, _ = n.innermost(most)
	g.note += fmt.Sprintf(", %d of them begun here within %s", count[most], unit.Seconds(float64(last-first)/1e9))
	return g
}
