package timeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A piece carries the stacks and the samples that tell what the goroutine did.
func TestWalkStacks(t *testing.T) {
	block := Span{From: 40, To: 80, State: Waiting, Reason: "sync", Stack: stackOf("block")}
	wake := Span{From: 80, To: 90, State: Runnable, Waker: 2, WakeStack: stackOf("wake")}
	of := timelineOf(
		goroutine(1, Span{From: 0, To: 40, State: Running, Stack: stackOf("block")}, block, wake,
			Span{From: 90, To: 100, State: Running}),
		goroutine(2, Span{From: 0, To: 20, State: Syscall, Stack: stackOf("read")},
			Span{From: 20, To: 95, State: Running, Stack: stackOf("later")}))
	type places struct{ Stack, Before string }
	var got []places
	for _, p := range of.Walk(1, 0, 100) {
		got = append(got, places{p.Stack.caller(), p.Before.caller()})
	}
	want := []places{
		{Stack: "read"},
		{Stack: "wake", Before: "read"}, // before the wait of goroutine 1
		{Stack: "wake", Before: "read"}, // during it
		{Stack: "block"},
		{Before: "block"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stacks of the path: (-want +got)\n%s", diff)
	}
}

func TestWalkSamples(t *testing.T) {
	of := timelineOf(
		goroutine(1, running(0, 40), waiting(40, 60, "sleep"), runnable(60, 70), running(70, 100)))
	of.Samples = []Sample{{Time: 0, G: 1}, {Time: 10, G: 1}, {Time: 20, G: 2}, {Time: 40, G: 1}, {Time: 70, G: 1}, {Time: 99, G: 1}, {Time: 100, G: 1}}
	var got [][]int64
	for _, p := range of.Walk(1, 0, 100) {
		var times []int64
		for _, s := range p.Samples {
			times = append(times, s.Time)
		}
		got = append(got, times)
	}
	if diff := cmp.Diff([][]int64{{0, 10}, nil, nil, {70, 99}}, got); diff != "" {
		t.Errorf("samples of the path: (-want +got)\n%s", diff)
	}
}

// lookUps counts how often it is asked.
type lookUps int

func (n *lookUps) Frames(number uint32) []*StackFrame {
	*n++
	return stackOf("runtime.gopark", "a."+string(rune(number))).Frames()
}

func TestStack(t *testing.T) {
	var calls lookUps
	lazy := &Stack{}
	lazy.SetLazy(&calls, 'f')
	if calls != 0 {
		t.Errorf("frames of an unused stack were looked up")
	}
	if !lazy.Has("a.f") || lazy.Has("a.g") || lazy.caller() != "a.f" || calls != 1 {
		t.Errorf("Has(a.f), Has(a.g), caller, lookups = %v, %v, %q, %d; want true, false, a.f, 1",
			lazy.Has("a.f"), lazy.Has("a.g"), lazy.caller(), calls)
	}
	var none *Stack
	if none.Has("a.f") || len(none.Frames()) != 0 || none.Equal(lazy) || !lazy.Equal(stackOf("runtime.gopark", "a.f")) {
		t.Errorf("nil stack or Equal wrong")
	}
}
