package timeline

import "testing"

// saving returns what Without takes: stretches of one goroutine that are not spent.
func saving(g int64, stretches ...[2]int64) map[int64][]Saved {
	all := map[int64][]Saved{}
	for _, s := range stretches {
		all[g] = append(all[g], Saved{s[0], s[1], s[1] - s[0]})
	}
	return all
}

func TestReplay(t *testing.T) {
	wait := func(from, to int64, reason, symbol string) Span {
		return Span{From: from, To: to, State: Waiting, Reason: reason, Stack: stackOf(symbol)}
	}
	woken := func(from, to, waker int64) Span {
		return Span{From: from, To: to, State: Runnable, Waker: waker, WakeStack: stackOf("wake")}
	}
	group := "sync.(*WaitGroup).Wait"
	tests := []struct {
		name  string
		line  *Timeline
		saved map[int64][]Saved
		want  int64 // of goroutine 1 at 100
	}{
		{"nothing saved", timelineOf(goroutine(1, running(0, 100))), saving(1), 100},
		{"a sleep", timelineOf(goroutine(1, running(0, 20), waiting(20, 80, "sleep"), runnable(80, 81), running(81, 100))),
			saving(1, [2]int64{20, 80}), 40},
		{"half of a stretch, spread over two spans", timelineOf(goroutine(1, running(0, 50), runnable(50, 60), running(60, 100))),
			map[int64][]Saved{1: {{From: 40, To: 80, Time: 20}}}, 80},
		{"nothing is known of a while", timelineOf(goroutine(1, running(0, 20), running(60, 100))), saving(1, [2]int64{10, 20}), 90},
		{"a stretch around that", timelineOf(goroutine(1, running(0, 20), running(60, 100))), saving(1, [2]int64{10, 70}), 80},
		{"in the middle of that", timelineOf(goroutine(1, running(0, 20), running(120, 130))), saving(1, [2]int64{10, 70}), 90},
		{"part of a span that is not over", timelineOf(goroutine(1, running(0, 200))), saving(1, [2]int64{10, 40}), 70},
		{"work of the waker", timelineOf(
			goroutine(1, running(0, 10), wait(10, 80, "chan receive", "f"), woken(80, 85, 2), running(85, 100)),
			created(2, 1, 5, runnable(5, 6), running(6, 100))), saving(2, [2]int64{20, 70}), 50},
		{"a coroutine", timelineOf(
			goroutine(1, running(0, 31), Span{From: 31, To: 60, State: Waiting}, switched(60, 100, 2)),
			goroutine(2, Span{From: 0, To: 30, State: Waiting}, switched(30, 61, 1), Span{From: 61, To: 100, State: Waiting})),
			saving(2, [2]int64{40, 60}), 80},
		{"the wait is over before it begins", timelineOf(
			goroutine(1, running(0, 60), wait(60, 80, "chan receive", "f"), woken(80, 85, 2), running(85, 100)),
			created(2, 1, 5, running(5, 100))), saving(2, [2]int64{20, 70}), 80},
		{"the creator", timelineOf(
			goroutine(1, running(0, 50), wait(50, 80, "chan receive", "f"), woken(80, 85, 2), running(85, 100)),
			created(2, 1, 45, runnable(45, 46), running(46, 100))), saving(1, [2]int64{10, 40}), 70},
		{"another of the group takes as long", timelineOf(
			goroutine(1, running(0, 10), wait(10, 80, "sync", group), woken(80, 85, 2), running(85, 100)),
			created(2, 1, 5, running(5, 80)), created(3, 1, 5, running(5, 60))), saving(2, [2]int64{10, 80}), 80},
		{"a stranger does not", timelineOf(
			goroutine(1, running(0, 10), wait(10, 80, "sync", group), woken(80, 85, 2), running(85, 100)),
			created(2, 1, 5, running(5, 80)), created(3, 2, 5, running(5, 60))), saving(2, [2]int64{10, 80}), 30},
		{"the network is not ended by who passes by", timelineOf(
			goroutine(1, running(0, 10), wait(10, 80, "network", "f"), woken(80, 85, 2), running(85, 100)),
			created(2, 1, 5, running(5, 100))), saving(2, [2]int64{10, 80}), 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.line.NewReplay()
			if got := r.At(1, 100); got != 100 {
				t.Errorf("nothing saved: At(1, 100) = %d", got)
			}
			for range 2 {
				r.Without(saving(1, [2]int64{0, 100})) // leaves nothing behind
				r.At(1, 100)
				r.Without(tt.saved)
				if got := r.At(1, 100); got != tt.want {
					t.Errorf("At(1, 100) = %d, want %d", got, tt.want)
				}
			}
		})
	}
}

// FuzzReplay replays timelines that no program would make. It ends, and nothing comes later.
func FuzzReplay(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(scribble(seed), int64(64))
	}
	f.Fuzz(func(t *testing.T, data []byte, at int64) {
		line := timelineFrom(data)
		r := line.NewReplay()
		r.Without(map[int64][]Saved{1: {{10, 20, 5}, {20, 40, 20}}, 2: {{0, 64, 60}}})
		for g := range int64(5) {
			if got := r.At(g, at); got > at {
				t.Fatalf("At(%d, %d) = %d, later than it was", g, at, got)
			}
		}
	})
}
