package goevent

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/timeline"
)

const bias = 0x1000

// symbols names functions of 0x100 bytes: main.f1 from 0x100 on and so forth.
func symbols(pc uint64) []timeline.Frame {
	names := []string{"", "runtime.main", "main.main", "main.work", "runtime.gcBgMarkWorker", "internal/poll.(*FD).Accept"}
	i := int(pc >> 8)
	if i == 0 || i >= len(names) {
		return nil
	}
	return []timeline.Frame{{Func: names[i], File: "f.go", Line: int(pc & 0xff), PC: pc}}
}

func at(function, line uint64) uint64 { return bias + function<<8 + line + 1 }

// lifeOf returns what Read makes of events.
func read(t testing.TB, events []Event, stacks ...[]uint64) *timeline.Timeline {
	t.Helper()
	return ask(t, nil, events, stacks...)
}

// ranAt returns the goroutine that a thread ran at an instant.
func ranAt(t testing.TB, tid, at int64, events []Event, stacks ...[]uint64) (g int64) {
	t.Helper()
	var q timeline.Inquiry
	q.Ask(tid, at, &g)
	ask(t, &q, events, stacks...)
	return g
}

// ask is read with questions about threads.
func ask(t testing.TB, q *timeline.Inquiry, events []Event, stacks ...[]uint64) *timeline.Timeline {
	t.Helper()
	var b bytes.Buffer
	if err := (&Recording{PID: 7, Bias: bias, Events: events, Stacks: stacks}).Write(&b, symbols); err != nil {
		t.Fatal(err)
	}
	line, err := Read(b.String(), q)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// span is what is compared of a span.
type span struct {
	From, To int64
	State    timeline.State
	Reason   string
	Stack    string
	Waker    int64
	By       string
}

func spans(line *timeline.Timeline, g int64) []span {
	var all []span
	for _, s := range line.Goroutines[g].Spans() {
		all = append(all, span{s.From, s.To, s.State, s.Reason, top(s.Stack), s.Waker, top(s.WakeStack)})
	}
	return all
}

func top(s *timeline.Stack) string {
	if len(s.Frames()) == 0 {
		return ""
	}
	return s.Frames()[0].Func
}

// The main goroutine begins another one, waits for it and is woken by it.
func TestHandover(t *testing.T) {
	main, work := at(2, 10), at(3, 5)
	events := []Event{
		{Time: 100, Kind: Created, TID: 7, Statement: at(1, 1)},
		{Time: 110, Kind: Born, TID: 7, G: 1, Statement: at(1, 1), Entry: bias + 0x100},
		{Time: 110, Kind: Run, TID: 7, G: 1},
		{Time: 200, Kind: Created, TID: 7, By: 1, Statement: main, Stack: 1},
		{Time: 250, Kind: Parked, TID: 7, G: 1, Reason: "chan receive", Stack: 1},
		{Time: 260, Kind: Born, TID: 7, G: 18, By: 1, Statement: main, Entry: bias + 0x300},
		{Time: 260, Kind: Run, TID: 7, G: 18},
		{Time: 300, Kind: Entered, TID: 7, G: 18, Stack: 2},
		{Time: 400, Kind: Returned, TID: 7, G: 18},
		{Time: 500, Kind: Readied, TID: 7, G: 1, By: 18, Stack: 2},
		{Time: 510, Kind: Ended, TID: 7, G: 18},
		{Time: 520, Kind: Run, TID: 8, G: 1},
		{Time: 599, Kind: Exiting, TID: 8, Stack: 1},
	}
	stacks := [][]uint64{{main}, {work}}
	line := read(t, events, stacks...)
	if diff := cmp.Diff([]span{
		{From: 100, To: 110, State: timeline.Runnable},
		{From: 110, To: 250, State: timeline.Running, Stack: "main.main"},
		{From: 250, To: 500, State: timeline.Waiting, Reason: "chan receive", Stack: "main.main"},
		{From: 500, To: 520, State: timeline.Runnable, Waker: 18, By: "main.work"},
		{From: 520, To: 600, State: timeline.Running, Stack: "main.main"},
	}, spans(line, 1)); diff != "" {
		t.Errorf("main goroutine (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]span{
		{From: 200, To: 260, State: timeline.Runnable},
		{From: 260, To: 300, State: timeline.Running, Stack: "main.work"},
		{From: 300, To: 400, State: timeline.Syscall, Stack: "main.work"},
		{From: 400, To: 510, State: timeline.Running},
	}, spans(line, 18)); diff != "" {
		t.Errorf("the other (-want +got):\n%s", diff)
	}
	g := line.Goroutines[18]
	if g.Creator != 1 || g.Created != 200 || g.Entry != "main.work" || top(g.CreatedAt) != "main.main" || g.Runtime {
		t.Errorf("goroutine %+v", g)
	}
	if line.Start != 100 || line.End != 600 {
		t.Errorf("from %d to %d, want 100 to 600", line.Start, line.End)
	}
	for _, tt := range []struct{ tid, at, want int64 }{
		{7, 109, 0}, {7, 110, 1}, {7, 249, 1}, {7, 255, 0}, {7, 350, 18}, {7, 515, 0}, {8, 530, 1}, {9, 300, 0},
	} {
		if got := ranAt(t, tt.tid, tt.at, events, stacks...); got != tt.want {
			t.Errorf("thread %d at %d runs %d, want %d", tt.tid, tt.at, got, tt.want)
		}
	}
}

// A goroutine whose thread takes up another one was preempted; one that is back from the kernel and is
// taken up then had no processor.
func TestNoProcessor(t *testing.T) {
	line := read(t, []Event{
		{Time: 10, Kind: Run, TID: 7, G: 5},
		{Time: 20, Kind: Run, TID: 7, G: 6},
		{Time: 30, Kind: Entered, TID: 7, G: 6},
		{Time: 40, Kind: Returned, TID: 7, G: 6},
		{Time: 50, Kind: Run, TID: 8, G: 6},
		{Time: 60, Kind: Run, TID: 7, G: 5},
		{Time: 69, Kind: Parked, TID: 8, G: 6, Reason: "sleep"},
	})
	if diff := cmp.Diff([]span{
		{From: 10, To: 20, State: timeline.Running},
		{From: 20, To: 60, State: timeline.Runnable},
		{From: 60, To: 70, State: timeline.Running},
	}, spans(line, 5)); diff != "" {
		t.Errorf("preempted (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]span{
		{From: 20, To: 30, State: timeline.Running},
		{From: 30, To: 40, State: timeline.Syscall},
		{From: 40, To: 50, State: timeline.Runnable},
		{From: 50, To: 69, State: timeline.Running},
		{From: 69, To: 70, State: timeline.Waiting, Reason: "sleep"},
	}, spans(line, 6)); diff != "" {
		t.Errorf("from the kernel (-want +got):\n%s", diff)
	}
}

// From the moment on at which goroutines are not seen any more nothing is known of them.
func TestBlind(t *testing.T) {
	events := []Event{
		{Time: 10, Kind: Run, TID: 7, G: 1},
		{Time: 50, Kind: Blind, TID: 7},
		{Time: 99, Kind: Exiting, TID: 7},
	}
	line := read(t, events)
	if diff := cmp.Diff([]span{{From: 10, To: 50, State: timeline.Running}}, spans(line, 1)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if g := ranAt(t, 7, 60, events); len(line.Warnings) != 1 || g != 0 || line.End != 100 {
		t.Errorf("warnings %q, thread 7 at 60 runs %d, end %d", line.Warnings, g, line.End)
	}
}

// What a goroutine does between two events may be unknown.
func TestLost(t *testing.T) {
	events := []Event{
		{Time: 10, Kind: Run, TID: 7, G: 1}, {Time: 20, Kind: Lost, TID: 7, G: 1},
		{Time: 50, Kind: Run, TID: 7, G: 1}, {Time: 59, Kind: Lost, TID: 7, G: 1},
	}
	line := read(t, events)
	if diff := cmp.Diff([]span{
		{From: 10, To: 20, State: timeline.Running}, {From: 50, To: 59, State: timeline.Running},
	}, spans(line, 1)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if g := ranAt(t, 7, 30, events); g != 0 {
		t.Errorf("thread 7 runs %d meanwhile", g)
	}
}

// Of several goroutines of one statement the one with the lowest number was made first.
func TestBirths(t *testing.T) {
	statement := at(2, 1)
	line := read(t, []Event{
		{Time: 1, Kind: Created, By: 1, Statement: statement}, {Time: 2, Kind: Created, By: 1, Statement: statement}, {Time: 3, Kind: Created, By: 1, Statement: statement},
		{Time: 10, Kind: Born, TID: 7, G: 22, By: 1, Statement: statement, Entry: bias + 0x300}, {Time: 10, Kind: Run, TID: 7, G: 22},
		{Time: 11, Kind: Born, TID: 8, G: 20, By: 1, Statement: statement, Entry: bias + 0x300}, {Time: 11, Kind: Run, TID: 8, G: 20},
		{Time: 12, Kind: Born, TID: 9, G: 21, By: 1, Statement: statement, Entry: bias + 0x400}, {Time: 12, Kind: Run, TID: 9, G: 21},
	})
	for g, want := range map[int64]int64{20: 1, 21: 2, 22: 3} {
		if got := line.Goroutines[g].Created; got != want {
			t.Errorf("goroutine %d made at %d, want %d", g, got, want)
		}
	}
	if !line.Goroutines[21].Runtime || line.Goroutines[20].Runtime {
		t.Error("the runtime's goroutine is not told apart")
	}
}

// Numbers ascend on each processor only, and before go1.21 the runtime does not tell who made a goroutine.
func TestBirthsOnSeveralProcessors(t *testing.T) {
	statement := at(2, 1)
	line := read(t, []Event{
		{Time: 1, Kind: Created, TID: 7, By: 1, Statement: statement},
		{Time: 2, Kind: Born, TID: 8, G: 22, Statement: statement, Entry: bias + 0x300}, {Time: 2, Kind: Run, TID: 8, G: 22},
		{Time: 3, Kind: Created, TID: 7, By: 1, Statement: statement},
		{Time: 4, Kind: Born, TID: 8, G: 7, Statement: statement, Entry: bias + 0x300}, {Time: 4, Kind: Run, TID: 8, G: 7},
		{Time: 5, Kind: Born, TID: 8, G: 40, Statement: statement, Entry: bias + 0x300}, {Time: 5, Kind: Run, TID: 8, G: 40},
		{Time: 6, Kind: Created, TID: 7, By: 22, Statement: statement}, {Time: 7, Kind: Created, TID: 7, By: 1, Statement: statement},
		{Time: 8, Kind: Born, TID: 8, G: 23, Statement: statement, Entry: bias + 0x300}, {Time: 8, Kind: Run, TID: 8, G: 23},
		{Time: 9, Kind: Born, TID: 8, G: 8, Statement: statement, Entry: bias + 0x300}, {Time: 9, Kind: Run, TID: 8, G: 8},
	})
	for g, want := range map[int64][2]int64{22: {1, 1}, 7: {3, 1}, 40: {0, 0}, 8: {6, 22}, 23: {7, 1}} {
		if got := line.Goroutines[g]; got.Created != want[0] || got.Creator != want[1] {
			t.Errorf("goroutine %d made at %d by %d, want at %d by %d", g, got.Created, got.Creator, want[0], want[1])
		}
	}
}

func TestCollector(t *testing.T) {
	line := read(t, []Event{
		{Time: 10, Kind: Marking, TID: 7, G: 1}, {Time: 11, Kind: Stopped, TID: 7, G: 1, Reason: "GC sweep termination"},
		{Time: 15, Kind: Started, TID: 7}, {Time: 50, Kind: Marked, TID: 7}, {Time: 60, Kind: Stopped, TID: 7, G: 4, Reason: "GC mark termination"},
		{Time: 69, Kind: Run, TID: 8, G: 1},
	})
	want := []timeline.Range{
		{From: 10, To: 50, Name: "GC concurrent mark phase"},
		{From: 11, To: 15, Name: "stop-the-world (GC sweep termination)", G: 1},
		{From: 60, To: 70, Name: "stop-the-world (GC mark termination)", G: 4},
	}
	if diff := cmp.Diff(want, line.Ranges); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Who is held up when a thread stands still: the goroutine that it runs and those that the event is about.
func TestHeld(t *testing.T) {
	line := read(t, []Event{
		{Time: 10, Kind: Run, TID: 7, G: 1},
		{Time: 20, Kind: Passed, TID: 7, G: 1, Before: 3, After: 4},
		{Time: 25, Kind: Readied, TID: 7, G: 5, By: 1, Before: 2, After: 1},
		{Time: 40, Kind: Stopped, TID: 7, Before: 1, After: 1},
	})
	want := map[int64][]timeline.Stretch{
		1: {{From: 17, To: 26, G: 1}, {From: 39, To: 41, G: 1}},
		5: {{From: 23, To: 26, G: 5}},
	}
	if diff := cmp.Diff(want, line.Held); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", `is not "cupel-goevent`},
		{"cut", header + "\n", "unexpected EOF"},
		{"few fields", header + "\nrun\t1\nend\n", "line 2: too few fields"},
		{"time overflows", header + "\nrun\t9223372036854775807\t1\t1\t0\t0\t0\t0\t0\t\nend\n", "is not a number up to"},
		{"stack not given", header + "\nrun\t1\t1\t1\t0\t1\t0\t0\t0\t\nend\n", "a stack that was not given"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Read(tt.text, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read = %v, want %q", err, tt.want)
			}
		})
	}
}

// FuzzRead wants an error, or a timeline whose spans are in order and which can be walked.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	(&Recording{Events: []Event{
		{Time: 1, Kind: Created, By: 1, Statement: 5}, {Time: 2, Kind: Born, TID: 1, G: 1, By: 1, Statement: 5}, {Time: 2, Kind: Run, TID: 1, G: 1},
		{Time: 3, Kind: Parked, TID: 1, G: 1, Reason: "sleep", Stack: 1}, {Time: 9, Kind: Readied, TID: 2, G: 1, By: 3}, {Time: 10, Kind: Run, TID: 1, G: 1},
		{Time: 11, Kind: Blind},
	}, Stacks: [][]uint64{{at(2, 1)}}}).Write(&b, symbols)
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		line, err := Read(string(data), nil)
		if err != nil {
			return
		}
		for id, g := range line.Goroutines {
			last := int64(-1)
			for _, s := range g.Spans() {
				if s.From < last || s.To < s.From {
					t.Fatalf("goroutine %d: span %+v after %d", id, s, last)
				}
				last = s.To
			}
		}
		if path := line.Walk(1, line.Start, line.End); len(path) == 0 && line.Start < line.End {
			t.Fatal("no path")
		}
	})
}
