package timeline

import "testing"

func TestGoroutineAt(t *testing.T) {
	line := &Timeline{}
	if g := line.GoroutineAt(7, 10); g != 0 {
		t.Errorf("nothing known: GoroutineAt = %d, want 0", g)
	}
	line.SetLazyThreads(func() map[int64][]Stretch {
		return map[int64][]Stretch{7: {{From: 10, To: 20, G: 1}, {From: 20, To: 30, G: 2}, {From: 40, To: 50, G: 1}}}
	})
	tests := []struct{ thread, at, want int64 }{
		{7, 9, 0}, {7, 10, 1}, {7, 19, 1}, {7, 20, 2}, {7, 30, 0}, {7, 39, 0}, {7, 49, 1}, {7, 50, 0}, {8, 10, 0},
	}
	for _, tt := range tests {
		if got := line.GoroutineAt(tt.thread, tt.at); got != tt.want {
			t.Errorf("GoroutineAt(%d, %d) = %d, want %d", tt.thread, tt.at, got, tt.want)
		}
	}
}
