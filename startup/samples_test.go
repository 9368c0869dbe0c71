package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/timeline"
)

// onThread returns a timeline of goroutine 1, which runs from 0 to 100.
func onThread() *timeline.Timeline {
	g := &timeline.Goroutine{ID: 1}
	g.SetSpans(timeline.Span{From: 0, To: 100, State: timeline.Running})
	return &timeline.Timeline{End: 100, Goroutines: map[int64]*timeline.Goroutine{1: g}}
}

// seenSwitching returns what the kernel saw of threads, of which 7 ran goroutine 1 from 0 to 100.
func seenSwitching(switches ...perf.Switch) *samples {
	s := newSamples(&perf.Profile{Hz: 1, Switches: switches})
	var q timeline.Inquiry
	s.ask(&q)
	q.Thread(7).Ran(1, 0, 100)
	return s
}

// A thread that loses the CPU and could have gone on starves the goroutine; one that gives it up, or runs
// none, does not.
func TestStarvation(t *testing.T) {
	o := &observation{ready: 100, readyG: 1, marks: &agent.Marks{Start: 1}, line: onThread()}
	o.takeSamples(seenSwitching(
		perf.Switch{Time: 5, TID: 7},
		perf.Switch{Time: 10, TID: 8, Out: true, Preempted: true}, perf.Switch{Time: 15, TID: 8},
		perf.Switch{Time: 20, TID: 7, Out: true, Preempted: true}, perf.Switch{Time: 50, TID: 7},
		perf.Switch{Time: 60, TID: 7, Out: true}, perf.Switch{Time: 70, TID: 7},
		perf.Switch{Time: 80, TID: 7, Out: true, Preempted: true},
		perf.Switch{Time: 85, TID: 7, Out: true}, perf.Switch{Time: 95, TID: 7}, // it had come back meanwhile, unseen
	))
	want := map[int64][]timeline.Stretch{1: {{From: 20, To: 50, G: 1}}}
	if diff := cmp.Diff(want, o.starved); diff != "" {
		t.Errorf("starvation (-want +got)\n%s", diff)
	}
	sums := map[class]int64{}
	for _, s := range o.slices() {
		sums[s.Class] += s.ns()
		if c := causeOf(s); s.Class == classStarved && c != &cpuStarvation {
			t.Errorf("cause of starvation: %+v", c)
		}
	}
	if diff := cmp.Diff(map[class]int64{classCPU: 70, classStarved: 30}, sums); diff != "" {
		t.Errorf("time by class (-want +got)\n%s", diff)
	}
}

// On the way to the first goroutine the main thread alone is the program: what others had of the CPU
// then is not the dynamic loader's time.
func TestStarvationOfTheLoader(t *testing.T) {
	const begin = 100
	g := &timeline.Goroutine{ID: 1}
	g.SetSpans(timeline.Span{From: begin, To: 200, State: timeline.Running})
	o := &observation{
		ready: 200, readyG: 1, marks: &agent.Marks{PID: 7, Start: begin}, exec: 10, entry: 80, linked: &gotool.Linked{},
		line: &timeline.Timeline{End: 200, Goroutines: map[int64]*timeline.Goroutine{1: g}},
	}
	o.takeSamples(newSamples(&perf.Profile{Hz: 1, Switches: []perf.Switch{
		{Time: 20, TID: 7, Out: true, Preempted: true}, {Time: 70, TID: 7},
		{Time: 30, TID: 8, Out: true, Preempted: true}, {Time: 40, TID: 8},
	}}))
	sums := map[string]int64{}
	for _, s := range o.slices() {
		key := s.Class.String()
		if s.Loader {
			key = "loader"
		}
		sums[key] += s.ns()
	}
	want := map[string]int64{"loader": 20, "throttle": 50, "cpu": 130}
	if diff := cmp.Diff(want, sums); diff != "" {
		t.Errorf("time by class (-want +got)\n%s", diff)
	}
}
