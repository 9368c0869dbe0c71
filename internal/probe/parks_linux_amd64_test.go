package probe

import (
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/goevent"
)

// onProcessor has two goroutines that hand over to each other wait at each turn.
const onProcessor = "GOMAXPROCS=1"

// TestParks: of some 10,000 waits of two goroutines none is missing, nor is what ended it.
func TestParks(t *testing.T) {
	bin := build(t, "life", toolchains()[0], variants[0])
	for _, w := range []way{breakpoints, uprobes} {
		t.Run(string(w), func(t *testing.T) {
			s := watch(t, open(t, bin, false), w, bin, "parks", onProcessor)
			succeeded(t, s)
			echo := s.goroutine(t, "main.many.func1")
			parks := 0
			for _, g := range []int64{mainGoroutine, echo.ID} {
				n, problem := turns(s.Events.Events, g)
				if problem != "" {
					t.Errorf("goroutine %d %s", g, problem)
				}
				parks += n
			}
			if parks < 9_900 || parks > 10_100 {
				t.Errorf("%d waits", parks)
			}
		})
	}
}

// turns counts the waits of a goroutine, each of which another goroutine ends before it runs again.
func turns(events []goevent.Event, g int64) (parks int, problem string) {
	last := goevent.Run
	for _, e := range events {
		if e.G != g || !slices.Contains([]goevent.Kind{goevent.Parked, goevent.Readied, goevent.Run}, e.Kind) {
			continue
		}
		switch {
		case e.Kind == goevent.Parked && last != goevent.Run:
			return parks, "waits twice"
		case e.Kind == goevent.Readied && (last != goevent.Parked || e.By == 0 || e.By == g):
			return parks, "is woken without a wait, or by nobody"
		case e.Kind == goevent.Run && last == goevent.Parked:
			return parks, "goes on and was not woken"
		}
		if e.Kind == goevent.Parked {
			parks++
		}
		last = e.Kind
	}
	return parks, ""
}

// BenchmarkEvent runs a program that hands over 10,000 times with points and without: what an event costs
// the program, in CPU time, all in.
func BenchmarkEvent(b *testing.B) {
	bin := build(b, "life", toolchains()[0], variants[0])
	p := open(b, bin, false)
	for _, w := range []way{breakpoints, uprobes} {
		b.Run(string(w), func(b *testing.B) {
			var with, without time.Duration
			events := 0
			for b.Loop() {
				s := watch(b, p, w, bin, "parks", onProcessor)
				with += s.state.UserTime() + s.state.SystemTime()
				events += len(s.Events.Events)
				cmd := exec.Command(bin, "parks")
				cmd.Env = append(cmd.Environ(), onProcessor)
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
				without += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			}
			b.ReportMetric(float64(with-without)/float64(events), "ns/event")
			b.ReportMetric(float64(events)/float64(b.N), "events/run")
			b.ReportMetric(0, "ns/op")
		})
	}
}
