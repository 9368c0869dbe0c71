package startup

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// lived makes a goroutine with spans that follow one another from begin on.
func lived(id, creator, begin int64, spans ...timeline.Span) *timeline.Goroutine {
	g := &timeline.Goroutine{ID: id, Creator: creator, Created: begin, Entry: fmt.Sprintf("example.com/x.g%d", id)}
	for i := range spans {
		spans[i].From = begin
		begin = spans[i].To
	}
	g.SetSpans(spans...)
	return g
}

func at(symbol string) *timeline.Stack {
	return timeline.NewStack(timeline.Frame{Func: symbol, File: "/src/x.go", Line: 1})
}

func observationOf(ready int64, all ...*timeline.Goroutine) *observation {
	line := &timeline.Timeline{End: ready, Goroutines: map[int64]*timeline.Goroutine{}}
	for _, g := range all {
		line.Goroutines[g.ID] = g
	}
	return &observation{start: 0, ready: ready, readyG: 1, good: true, marks: &agent.Marks{}, line: line}
}

// Main waits for a worker, which waits for the network; another goroutine sleeps beside it.
func TestBlockings(t *testing.T) {
	main := lived(1, 0, 0,
		timeline.Span{To: 10, State: timeline.Running},
		timeline.Span{To: 80, State: timeline.Waiting, Reason: "sync", Stack: at("example.com/x.wait")},
		timeline.Span{To: 85, State: timeline.Runnable, Waker: 2},
		timeline.Span{To: 100, State: timeline.Running})
	worker := lived(2, 1, 5,
		timeline.Span{To: 10, State: timeline.Runnable},
		timeline.Span{To: 20, State: timeline.Running},
		timeline.Span{To: 70, State: timeline.Waiting, Reason: "network", Stack: at("net.read")},
		timeline.Span{To: 90, State: timeline.Running})
	worker.CreatedAt = at("example.com/x.begin")
	sleeper := lived(3, 1, 6,
		timeline.Span{To: 30, State: timeline.Waiting, Reason: "sleep", Stack: at("example.com/x.nap")},
		timeline.Span{To: 50, State: timeline.Running},
		timeline.Span{To: 200, State: timeline.Waiting, Reason: "sleep", Stack: at("example.com/x.doze")})
	idle := lived(4, 0, 0, timeline.Span{To: 100, State: timeline.Waiting, Reason: "sleep"})
	idle.Runtime = true
	o := observationOf(100, main, worker, sleeper, idle)
	n := newNamer("example.com/x", "example.com/x", nil)
	var got []string
	for _, r := range o.blockings(o.slices()) {
		got = append(got, fmt.Sprintf("%s: %d by %d, %d ns, %d on path, longest %d at %s", r.reason,
			r.waits, r.goroutines, r.total, r.onPath, r.longest, n.placeOf(o.line, r.by, r.at).Symbol))
	}
	want := []string{
		"sync: 1 by 1, 70 ns, 70 on path, longest 70 at wait",
		"network: 1 by 1, 50 ns, 50 on path, longest 50 at begin",
		"runnable: 2 by 2, 10 ns, 10 on path, longest 5 at wait",
		"sleep: 2 by 1, 74 ns, 0 on path, longest 50 at doze",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blockings (-want +got)\n%s", diff)
	}
	p := parsed(t, o.offCPUProfile("x"), o.offCPUProfile("x"))
	if diff := cmp.Diff(map[string]int64{"true": 70 + 50 + 5 + 5, "false": 74}, sumBy(p, "on_path")); diff != "" {
		t.Errorf("off-CPU ns on the path (-want +got)\n%s", diff)
	}
}

func TestLives(t *testing.T) {
	main := lived(1, 0, 0, timeline.Span{To: 1e9, State: timeline.Running})
	all := []*timeline.Goroutine{main}
	for i := range int64(250) { // 150 in 3 ms, then one every ms
		begin := 1e6 + i*20e3
		if i >= 150 {
			begin = i * 1e6
		}
		g := lived(i+2, 1, begin,
			timeline.Span{To: begin + 5e6, State: timeline.Runnable},
			timeline.Span{To: begin + 10e6, State: timeline.Running})
		g.Entry, g.CreatedAt = "example.com/x.work", at("example.com/x.spawn")
		all = append(all, g)
	}
	o := observationOf(1e9, all...)
	n := newNamer("example.com/x", "example.com/x", nil)
	if got := o.mostAlive(o.goroutines()); got != 151 {
		t.Errorf("most alive at once = %d, want 151", got)
	}
	bursts := n.bursts(o.goroutines())
	if len(bursts) != 1 || bursts[0].count != 150 || bursts[0].at.Func != "example.com/x.spawn" {
		t.Errorf("bursts = %+v, want one of 150 at spawn", bursts)
	}
	turns := n.runnables(o)
	if len(turns) != 1 || turns[0].total != 250*5e6 || turns[0].longest != 5e6 || turns[0].of.Func != "example.com/x.work" {
		t.Errorf("runnable = %+v, want 1.25 s in all and 5 ms at a time of work", turns)
	}
}

func TestOrigin(t *testing.T) {
	n := newNamer("example.com/x", "example.com/x", nil)
	for _, c := range []struct {
		entry string
		at    *timeline.Stack
		want  string
	}{
		{"runtime.main", nil, "main.main"},
		{"example.com/x.work", at("example.com/x.spawn"), "example.com/x.work"},
		{"sync.(*WaitGroup).Go.func1", at("example.com/x.spawn"), "example.com/x.spawn"},
		{"net/http.(*persistConn).readLoop", at("net/http.(*Transport).dialConn"), "net/http.(*Transport).dialConn"},
		{"os/signal.loop", nil, "os/signal.loop"},
	} {
		g := &timeline.Goroutine{Entry: c.entry, CreatedAt: c.at}
		if got := n.origin(g).Func; got != c.want {
			t.Errorf("origin of %s = %q, want %q", c.entry, got, c.want)
		}
	}
}

func TestMostWithin(t *testing.T) {
	for _, c := range []struct {
		times []int64
		want  int
	}{
		{nil, 0}, {[]int64{5}, 1}, {[]int64{30, 1, 11, 12}, 2}, {[]int64{1, 11, 2, 3}, 4},
	} {
		if got := mostWithin(c.times, 10); got != c.want {
			t.Errorf("mostWithin(%v, 10) = %d, want %d", c.times, got, c.want)
		}
	}
}
