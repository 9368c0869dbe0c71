package experiment

import (
	"testing"
	"time"
)

// TestQuietWatch plays the CPU clock of a program at looks 10 ms apart.
func TestQuietWatch(t *testing.T) {
	const ms = int64(time.Millisecond)
	tests := []struct {
		name  string
		idle  float64
		moves map[int64]float64 // at ms: seconds of CPU used in the 10 ms before
		want  int64             // ms; 0: not within 5 s
	}{
		{"works at once, then never", 0, map[int64]float64{10: 0.005, 20: 0.001}, 20},
		{"sleeps in between", 0, map[int64]float64{10: 0.005, 200: 0.0001}, 200},
		{"ticks slowly", 0, map[int64]float64{10: 0.005, 2000: 0.0001, 4000: 0.0001}, 10},
		{"ticks fast", 0, every(500, 0.0001), 0},
		{"ticks fast, which is allowed", 0.01, every(500, 0.0001), 10},
		{"works all the time", 0.01, every(10, 0.001), 0},
		{"a child ends", 0, map[int64]float64{10: 0.005, 300: -0.002}, 300},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := quietWatch{quiet: 1000 * ms, idle: test.idle}
			cpu, got := 0.0, int64(0)
			for at := int64(10); at <= 5000 && got == 0; at += 10 {
				cpu += test.moves[at]
				w.look(at*ms, cpu)
				if since, ok := w.settled(at * ms); ok {
					got = since / ms
				}
			}
			if got != test.want {
				t.Errorf("settled at %d ms, want %d (longest %+v)", got, test.want, w.longest)
			}
		})
	}
}

// A program that works again was asleep, not in a deadlock.
func TestWorkedAfter(t *testing.T) {
	const second = int64(time.Second)
	w := quietWatch{quiet: second}
	w.look(0, 0.005)
	w.look(3*second, 0.005)
	if w.workedAfter(second) {
		t.Error("it did not work since")
	}
	w.look(4*second, 0.006)
	if !w.workedAfter(second) {
		t.Error("it worked since")
	}
}

func every(ms int64, used float64) map[int64]float64 {
	all := map[int64]float64{}
	for at := ms; at <= 5000; at += ms {
		all[at] = used
	}
	return all
}
