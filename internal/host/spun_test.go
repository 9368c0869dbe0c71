package host

import (
	"context"
	"runtime"
	"testing"
)

// alike makes n pairs of spins that took a and b seconds, of which they had a CPU for a share.
func alike(n int, a, b, share float64) []SpinPair {
	all := make([]SpinPair, n)
	for i := range all {
		all[i] = SpinPair{A: spinOf(a, share), B: spinOf(b, share)}
	}
	return all
}

func spinOf(wall, share float64) Spin {
	return Spin{Wall: wall, CPU: ptr(wall * share), Switches: ptr[int64](1)}
}

func TestTellSpun(t *testing.T) {
	clocked := alike(6, 0.01, 0.01, 1)
	clocked[3].B.CPU = nil
	for _, tt := range []struct {
		name  string
		pairs []SpinPair
		ratio float64
		ok    bool
		lost  *float64
	}{
		{"six pairs", alike(6, 0.01, 0.02, 0.75), 2, true, ptr(0.25)},
		{"one halt says nothing of the others", append(alike(5, 0.01, 0.01, 1), SpinPair{spinOf(0.01, 1), spinOf(10.01, 0.001)}), 1, true, ptr(0.0)},
		{"too few for an interval", alike(5, 0.01, 0.01, 1), 1, false, ptr(0.0)},
		{"more CPU than time: clocks differ", alike(6, 0.01, 0.01, 1.01), 1, true, ptr(0.0)},
		{"CPU time of one not told", clocked, 1, true, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tellSpun(tt.pairs)
			if !near(s.ratio, tt.ratio) || s.ok != tt.ok {
				t.Errorf("ratio = %v, %v, want %v, %v", s.ratio, s.ok, tt.ratio, tt.ok)
			}
			switch lost := s.lost(); {
			case (lost == nil) != (tt.lost == nil):
				t.Errorf("lost = %v, want %v", lost, tt.lost)
			case lost != nil && !near(*lost, *tt.lost):
				t.Errorf("lost = %v, want %v", *lost, *tt.lost)
			}
		})
	}
	if s := tellSpun(nil); s.ok || s.lost() != nil {
		t.Errorf("without spins %+v", s)
	}
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

// TestSpins asks only for what must be true on every machine, however busy.
func TestSpins(t *testing.T) {
	turns := calibrate()
	if turns <= 0 {
		t.Fatalf("calibrate = %d turns, want some", turns)
	}
	all := spins(t.Context(), turns)
	if len(all) == 0 || len(all) > spinPairs {
		t.Fatalf("%d pairs, want 1 to %d", len(all), spinPairs)
	}
	for _, p := range all {
		for _, s := range []Spin{p.A, p.B} {
			if s.Wall <= 0 || (s.CPU != nil) != (runtime.GOOS == linux) || s.CPU != nil && *s.CPU <= 0 {
				t.Errorf("a spin took %v s and CPU %v", s.Wall, s.CPU)
			}
		}
	}
	done, stop := context.WithCancel(t.Context())
	stop()
	if all := spins(done, turns); len(all) > 0 {
		t.Errorf("%d pairs after the end of the context", len(all))
	}
	if turn(1) == turn(2) {
		t.Error("turns are no work")
	}
}
