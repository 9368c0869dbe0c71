package timeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAt(t *testing.T) {
	of := timelineOf(
		goroutine(3, running(0, 20), waiting(20, 100, "select")),
		goroutine(1, running(0, 30), syscall(30, 100)),
		created(2, 1, 50, running(50, 60)),
		worker(4, "runtime.bgsweep", waiting(0, 100, "GC background sweeper wait")))
	type state = GState
	tests := []struct {
		at   int64
		want []GState
	}{
		{-1, nil},
		{0, []state{{G: 1, State: Running}, {G: 3, State: Running}}},
		{50, []state{{G: 1, State: Syscall, Since: 30}, {G: 2, State: Running, Since: 50},
			{G: 3, State: Waiting, Reason: "select", Stack: stackOf("wait.select"), Since: 20}}},
		{60, []state{{G: 1, State: Syscall, Since: 30},
			{G: 3, State: Waiting, Reason: "select", Stack: stackOf("wait.select"), Since: 20}}},
		{100, []state{{G: 1, State: Syscall, Since: 30}, // the end of the observation ends nothing
			{G: 3, State: Waiting, Reason: "select", Stack: stackOf("wait.select"), Since: 20}}},
		{101, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, of.At(tt.at)); diff != "" {
			t.Errorf("At(%d): (-want +got)\n%s", tt.at, diff)
		}
	}
}

func TestAcceptsAndListens(t *testing.T) {
	accept := stackOf("internal/poll.(*FD).Accept", "net.(*netFD).accept")
	in := func(s Span, reason string, stack *Stack) Span {
		s.Reason, s.Stack = reason, stack
		return s
	}
	of := timelineOf(
		goroutine(1,
			in(syscall(0, 5), "", stackOf("syscall.Syscall", "syscall.Listen")),
			in(syscall(5, 30), "", accept), // tries before it waits
			in(waiting(30, 60, ""), "network", accept),
			in(waiting(60, 90, ""), "network", accept)),
		goroutine(2,
			in(waiting(0, 10, ""), "network", stackOf("internal/poll.(*FD).Read")),
			in(waiting(20, 100, ""), "network", accept)),
		goroutine(3, in(waiting(10, 100, ""), "sync", accept)))

	if diff := cmp.Diff([]Mark{{At: 20, G: 2, Stack: accept}, {At: 30, G: 1, Stack: accept}}, of.Accepts()); diff != "" {
		t.Errorf("Accepts: (-want +got)\n%s", diff)
	}
	if g, at, stack, ok := of.FirstAccept(); g != 2 || at != 20 || stack != accept || !ok {
		t.Errorf("FirstAccept() = %d, %d, %v, %v; want 2, 20, the accept's stack, true", g, at, stack, ok)
	}
	if got := of.Listens(); len(got) != 1 || got[0].G != 1 || got[0].At != 0 {
		t.Errorf("Listens() = %v, want one by goroutine 1 at 0", got)
	}
	if _, _, _, ok := timelineOf().FirstAccept(); ok {
		t.Errorf("FirstAccept of an empty timeline is ok")
	}
}

func TestIdle(t *testing.T) {
	of := timelineOf(
		goroutine(1, running(0, 10), waiting(10, 60, "sleep"), runnable(60, 62), running(62, 70), waiting(70, 100, "select")),
		goroutine(2, running(5, 20), syscall(20, 90), running(90, 95), waiting(95, 100, "sync")),
		worker(3, "runtime.gcBgMarkWorker", running(0, 100)))
	of.End = 100
	want := []Range{{From: 20, To: 62}, {From: 70, To: 90}, {From: 95, To: 100}}
	if diff := cmp.Diff(want, of.Idle(2)); diff != "" {
		t.Errorf("Idle: (-want +got)\n%s", diff)
	}
}

func TestQueue(t *testing.T) {
	of := timelineOf(
		goroutine(1, running(0, 10), runnable(10, 60), running(60, 100)),
		goroutine(2, runnable(20, 40), running(40, 50), runnable(50, 70), running(70, 100)),
		worker(3, "runtime.gcBgMarkWorker", runnable(0, 100)))
	q := of.Queue()
	for at, want := range map[int64]int{0: 0, 10: 1, 20: 2, 39: 2, 40: 1, 50: 2, 60: 1, 69: 1, 70: 0, 99: 0} {
		if got := q.At(at); got != want {
			t.Errorf("Queue.At(%d) = %d, want %d", at, got, want)
		}
		if got := of.Runnable(at); len(got) != want {
			t.Errorf("Runnable(%d) = %d goroutines, want %d", at, len(got), want)
		}
	}
}
