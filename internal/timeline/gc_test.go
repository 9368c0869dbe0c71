package timeline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWalkBooksRangesToTheCollector(t *testing.T) {
	const pause, assist, sweep = "stop-the-world (GC mark termination)", "GC mark assist", "GC incremental sweep"
	run := []Span{running(0, 50), runnable(50, 60), running(60, 100)}
	tests := []struct {
		name   string
		spans  []Span
		ranges []Range
		want   string
	}{
		{"assist of the goroutine", run, []Range{{From: 20, To: 30, Name: assist, G: 1}}, `
0-20 g1 running program
20-30 g1 running gc
30-50 g1 running program
50-60 g1 runnable program
60-100 g1 running program
`},
		{"assist of another", run[:1], []Range{{From: 20, To: 30, Name: assist, G: 2}}, `
0-50 g1 running program
50-100 g1 unknown unknown
`},
		{"pause by another, across spans", run, []Range{{From: 45, To: 70, Name: pause, G: 2}}, `
0-45 g1 running program
45-50 g1 running gc
50-60 g1 runnable gc
60-70 g1 running gc
70-100 g1 running program
`},
		{"sweep within an assist", run[2:], []Range{{From: 65, To: 90, Name: assist, G: 1}, {From: 70, To: 80, Name: sweep, G: 1}}, `
0-60 g1 unknown tracer start
60-65 g1 running program
65-90 g1 running gc
90-100 g1 running program
`},
		{"pauses that are not for GC", run[2:], []Range{{From: 70, To: 80, Name: "stop-the-world (read mem stats)", G: 2}}, `
0-60 g1 unknown tracer start
60-100 g1 running program
`},
		{"a pause holds up neither waits nor system calls",
			[]Span{waiting(0, 50, "sleep"), syscall(50, 100)}, []Range{{From: 20, To: 80, Name: pause, G: 2}}, `
0-50 g1 waiting (sleep) program
50-100 g1 syscall program
`},
		{"wait for the end of GC", []Span{waiting(0, 50, "wait until GC ends"), runnable(50, 100)}, nil, `
0-50 g1 waiting (wait until GC ends) gc
50-100 g1 runnable (wait until GC ends) program
`},
		{"open at both ends", run[:1], []Range{{From: -5, To: 10, Name: assist, G: 1}, {From: 40, To: 200, Name: assist, G: 1}}, `
0-10 g1 running gc
10-40 g1 running program
40-50 g1 running gc
50-100 g1 unknown unknown
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			of := timelineOf(goroutine(1, tt.spans...))
			of.Ranges = tt.ranges
			got := of.Walk(1, 0, 100)
			if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), brief(got)); diff != "" {
				t.Errorf("Walk: (-want +got)\n%s", diff)
			}
		})
	}
}

func TestWalkShowsWhereTheCollectorHeldUp(t *testing.T) {
	of := timelineOf(goroutine(1, Span{From: 0, To: 100, State: Running, Stack: stackOf("end")}))
	of.Ranges = []Range{{From: 20, To: 30, Name: "GC mark assist", G: 1, Stack: stackOf("allocates")}}
	var got []string
	for _, p := range of.Walk(1, 0, 100) {
		got = append(got, p.Stack.caller())
	}
	if diff := cmp.Diff([]string{"end", "allocates", "end"}, got); diff != "" {
		t.Errorf("stacks of the path: (-want +got)\n%s", diff)
	}
}
