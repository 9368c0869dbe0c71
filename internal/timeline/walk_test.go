package timeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Spans in the short form of these tests: what g did from one instant to the next.
func running(from, to int64) Span  { return Span{From: from, To: to, State: Running} }
func syscall(from, to int64) Span  { return Span{From: from, To: to, State: Syscall} }
func runnable(from, to int64) Span { return Span{From: from, To: to, State: Runnable} }

func waiting(from, to int64, reason string) Span {
	return Span{From: from, To: to, State: Waiting, Reason: reason, Stack: NewStack(Frame{Func: "wait." + reason})}
}

func woken(from, to, waker int64, stack ...string) Span {
	return Span{From: from, To: to, State: Runnable, Waker: waker, WakeStack: stackOf(stack...)}
}

// switched is of a coroutine that runs in the place of its waker.
func switched(from, to, waker int64) Span {
	return Span{From: from, To: to, State: Running, Waker: waker}
}

func stackOf(symbols ...string) *Stack {
	var frames []Frame
	for _, s := range symbols {
		frames = append(frames, Frame{Func: s})
	}
	return NewStack(frames...)
}

func goroutine(id int64, spans ...Span) *Goroutine {
	g := &Goroutine{ID: id}
	g.SetSpans(spans...)
	return g
}

func created(id, creator, at int64, spans ...Span) *Goroutine {
	g := goroutine(id, spans...)
	g.Creator, g.Created = creator, at
	return g
}

func worker(id int64, entry string, spans ...Span) *Goroutine {
	g := goroutine(id, spans...)
	g.Entry, g.Runtime = entry, true
	return g
}

func timelineOf(goroutines ...*Goroutine) *Timeline {
	t := &Timeline{Goroutines: map[int64]*Goroutine{}, End: 100}
	for _, g := range goroutines {
		t.Goroutines[g.ID] = g
	}
	return t
}

// brief renders a path one piece a line: from-to goroutine state [reason] kind <innermost waits.
func brief(p Path) string {
	var out strings.Builder
	for _, q := range p {
		fmt.Fprintf(&out, "%d-%d g%d %v", q.From, q.To, q.G, q.State)
		if q.Reason != "" {
			fmt.Fprintf(&out, " (%s)", q.Reason)
		}
		fmt.Fprintf(&out, " %v", q.Kind)
		for _, w := range q.Waits() {
			fmt.Fprintf(&out, " <g%d %s", w.G, w.Reason)
		}
		if q.Spawned != 0 {
			fmt.Fprintf(&out, " go g%d", q.Spawned)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func TestWalk(t *testing.T) {
	tests := []struct {
		name string
		of   *Timeline
		from int64
		want string
	}{
		{"running and system call", timelineOf(goroutine(1, running(0, 40), syscall(40, 60), running(60, 100))), 0, `
0-40 g1 running program
40-60 g1 syscall program
60-100 g1 running program
`},
		{"window within a span", timelineOf(goroutine(1, running(0, 200))), 30, `
30-100 g1 running program
`},
		{"preempted", timelineOf(goroutine(1, running(0, 40), runnable(40, 60), running(60, 100))), 0, `
0-40 g1 running program
40-60 g1 runnable program
60-100 g1 running program
`},
		{"timer", timelineOf(goroutine(1, running(0, 10), waiting(10, 80, "sleep"), runnable(80, 90), running(90, 100))), 0, `
0-10 g1 running program
10-80 g1 waiting (sleep) program
80-90 g1 runnable (sleep) program
90-100 g1 running program
`},
		{"woken by another", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "chan receive"), woken(80, 90, 2), running(90, 100)),
			goroutine(2, running(0, 20), waiting(20, 60, "sleep"), runnable(60, 70), running(70, 85))), 0, `
0-10 g2 running program
10-20 g2 running program <g1 chan receive
20-60 g2 waiting (sleep) program <g1 chan receive
60-70 g2 runnable (sleep) program <g1 chan receive
70-80 g2 running program <g1 chan receive
80-90 g1 runnable (chan receive) program
90-100 g1 running program
`},
		{"a coroutine and its caller", timelineOf(
			goroutine(1, running(0, 31), Span{From: 31, To: 60, State: Waiting}, switched(60, 100, 2)),
			goroutine(2, Span{From: 0, To: 30, State: Waiting}, switched(30, 61, 1), Span{From: 61, To: 100, State: Waiting})), 0, `
0-30 g1 running program <g2 
30-31 g2 running program
31-60 g2 running program <g1 
60-100 g1 running program
`},
		{"woken through a third", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "chan receive"), woken(80, 90, 2), running(90, 100)),
			goroutine(2, running(0, 20), waiting(20, 60, "sync"), woken(60, 70, 3), running(70, 85)),
			goroutine(3, syscall(0, 50), running(50, 65))), 0, `
0-10 g3 syscall program
10-20 g3 syscall program <g1 chan receive
20-50 g3 syscall program <g1 chan receive <g2 sync
50-60 g3 running program <g1 chan receive <g2 sync
60-70 g2 runnable (sync) program <g1 chan receive
70-80 g2 running program <g1 chan receive
80-90 g1 runnable (chan receive) program
90-100 g1 running program
`},
		{"inner wait begins before the outer", timelineOf(
			goroutine(1, running(0, 40), waiting(40, 80, "chan receive"), woken(80, 90, 2), running(90, 100)),
			goroutine(2, running(0, 20), waiting(20, 60, "sync"), woken(60, 70, 3), running(70, 85)),
			goroutine(3, running(0, 65))), 0, `
0-20 g3 running program
20-40 g3 running program <g2 sync
40-60 g3 running program <g1 chan receive <g2 sync
60-70 g2 runnable (sync) program <g1 chan receive
70-80 g2 running program <g1 chan receive
80-90 g1 runnable (chan receive) program
90-100 g1 running program
`},
		{"mutex held by one that sleeps", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "sync"), woken(80, 90, 2), running(90, 100)),
			goroutine(2, waiting(0, 75, "sleep"), runnable(75, 78), running(78, 82))), 0, `
0-10 g2 waiting (sleep) program
10-75 g2 waiting (sleep) program <g1 sync
75-78 g2 runnable (sleep) program <g1 sync
78-80 g2 running program <g1 sync
80-90 g1 runnable (sync) program
90-100 g1 running program
`},
		{"network ended by a passer-by", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "network"), woken(80, 90, 2, "runtime.startTheWorld", "os.ReadFile"), running(90, 100)),
			goroutine(2, running(0, 100))), 0, `
0-10 g1 running program
10-80 g1 waiting (network) program
80-90 g1 runnable (network) program
90-100 g1 running program
`},
		{"network ended by a close", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "network"), woken(80, 90, 2, "runtime.netpollgoready", "internal/poll.(*FD).Close"), running(90, 100)),
			goroutine(2, running(0, 100))), 10, `
10-80 g2 running program <g1 network
80-90 g1 runnable (network) program
90-100 g1 running program
`},
		{"sleep ended by a passer-by", timelineOf(
			goroutine(1, waiting(0, 80, "sleep"), woken(80, 90, 2), running(90, 100)),
			goroutine(2, running(0, 100))), 0, `
0-80 g1 waiting (sleep) program
80-90 g1 runnable (sleep) program
90-100 g1 running program
`},
		{"creator", timelineOf(
			goroutine(1, waiting(0, 80, "chan receive"), woken(80, 100, 2)),
			created(2, 3, 30, runnable(30, 40), running(40, 85)),
			goroutine(3, running(0, 100))), 0, `
0-30 g3 running program <g1 chan receive go g2
30-40 g2 runnable program <g1 chan receive
40-80 g2 running program <g1 chan receive
80-100 g1 runnable (chan receive) program
`},
		{"created by a timer", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "select"), woken(80, 100, 2)),
			created(2, 0, 60, runnable(60, 70), running(70, 85))), 0, `
0-10 g1 running program
10-60 g1 waiting (select) program
60-70 g2 runnable program <g1 select
70-80 g2 running program <g1 select
80-100 g1 runnable (select) program
`},
		{"created by a timer before the wait", timelineOf(
			goroutine(1, running(0, 65), waiting(65, 80, "select"), woken(80, 100, 2)),
			created(2, 0, 60, runnable(60, 70), running(70, 85))), 0, `
0-60 g1 running program
60-65 g2 runnable program
65-70 g2 runnable program <g1 select
70-80 g2 running program <g1 select
80-100 g1 runnable (select) program
`},
		{"collector's worker", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "sync"), woken(80, 100, 2)),
			worker(2, "runtime.gcBgMarkWorker", waiting(0, 40, "system goroutine wait"), woken(40, 50, 3), running(50, 90)),
			goroutine(3, running(0, 100))), 0, `
0-10 g1 running program
10-40 g1 waiting (sync) gc
40-50 g2 runnable (system goroutine wait) gc <g1 sync
50-80 g2 running gc <g1 sync
80-100 g1 runnable (sync) program
`},
		{"collector's worker that ran before the wait", timelineOf(
			goroutine(1, running(0, 60), waiting(60, 80, "sync"), woken(80, 100, 2)),
			worker(2, "runtime.gcBgMarkWorker", waiting(0, 40, "system goroutine wait"), running(40, 90))), 0, `
0-60 g1 running program
60-80 g2 running gc <g1 sync
80-100 g1 runnable (sync) program
`},
		{"tracer as waker", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 80, "sync"), woken(80, 100, 2)),
			worker(2, "1cupelrt.write", waiting(0, 40, "chan receive"), running(40, 90))), 0, `
0-10 g1 running program
10-40 g1 waiting (sync) program
40-80 g2 running program <g1 sync
80-100 g1 runnable (sync) program
`},
		{"wait for the collector within another wait", timelineOf(
			goroutine(1, running(0, 10), waiting(10, 90, "sync"), woken(90, 100, 2)),
			goroutine(2, running(0, 30), waiting(30, 70, "GC mark assist wait for work"), woken(70, 80, 3), running(80, 95)),
			worker(3, "runtime.gcBgMarkWorker", waiting(0, 60, "system goroutine wait"), running(60, 75))), 0, `
0-10 g2 running program
10-30 g2 running program <g1 sync
30-60 g2 waiting (GC mark assist wait for work) gc <g1 sync
60-70 g3 running gc <g1 sync <g2 GC mark assist wait for work
70-80 g2 runnable (GC mark assist wait for work) program <g1 sync
80-90 g2 running program <g1 sync
90-100 g1 runnable (sync) program
`},
		{"before the first event", timelineOf(goroutine(1, running(20, 100))), 0, `
0-20 g1 unknown tracer start
20-100 g1 running program
`},
		{"after the last event", timelineOf(goroutine(1, running(0, 70))), 0, `
0-70 g1 running program
70-100 g1 unknown unknown
`},
		{"unknown goroutine", timelineOf(), 0, `
0-100 g1 unknown unknown
`},
		{"unknown creator", timelineOf(created(1, 7, 50, running(50, 100))), 0, `
0-50 g1 unknown unknown
50-100 g1 running program
`},
		{"unknown waker", timelineOf(goroutine(1, waiting(0, 50, "sync"), woken(50, 100, 7))), 0, `
0-50 g1 waiting (sync) program
50-100 g1 runnable (sync) program
`},
		{"each made the other", timelineOf(created(1, 2, 50, running(50, 100)), created(2, 1, 50, running(50, 100))), 0, `
0-50 g1 unknown unknown
50-100 g1 running program
`},
		{"woken by itself", timelineOf(goroutine(1, waiting(0, 50, "sync"), woken(50, 100, 1))), 0, `
0-50 g1 waiting (sync) program
50-100 g1 runnable (sync) program
`},
		{"each woke the other at once", timelineOf(
			goroutine(1, waiting(0, 50, "sync"), woken(50, 100, 2)),
			goroutine(2, waiting(0, 50, "sync"), woken(50, 100, 1))), 0, `
0-50 g2 waiting (sync) program <g1 sync
50-100 g1 runnable (sync) program
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.of.Walk(1, tt.from, 100)
			if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), brief(got)); diff != "" {
				t.Errorf("Walk: (-want +got)\n%s", diff)
			}
			if problem := telescopes(got, tt.from, 100); problem != "" {
				t.Error(problem)
			}
		})
	}
}

// telescopes returns what is wrong with a path that should reach from one instant to another.
func telescopes(p Path, from, to int64) string {
	at := from
	for i := range p {
		if p[i].From != at || p[i].To <= p[i].From {
			return fmt.Sprintf("piece %d is %d-%d, want it to begin at %d and to last", i, p[i].From, p[i].To, at)
		}
		at = p[i].To
	}
	if at != max(from, to) {
		return fmt.Sprintf("path ends at %d, want %d", at, to)
	}
	return ""
}
