package startup

import "testing"

// A memo asks once for each key, of many that come in turns, too.
func TestMemoAsksOnce(t *testing.T) {
	asked := map[int]int{}
	m := newMemo(func(k int) int { asked[k]++; return -k })
	for range 3 {
		for k := range 100 {
			for _, again := range []int{k, k / 2, 0, k} {
				if got := m.of(again); got != -again {
					t.Fatalf("of(%d) = %d", again, got)
				}
			}
		}
	}
	for k, n := range asked {
		if n != 1 {
			t.Errorf("asked %d times for %d", n, k)
		}
	}
}
