package probe

import "testing"

// A child that has begun, stood still and been seen late, at its beginning and at its end: what it neither ran nor
// waited for a CPU it stood.
func TestVforkSince(t *testing.T) {
	v := &Vfork{seen: 1000}
	for _, tt := range []struct {
		name string
		at   int64
		now  times
		want int64
	}{
		{"at its beginning", 1500, times{20, 10}, 1030},
		{"at its end", 17_000, times{80, 50}, 2100},
		{"it ran all the time", 17_100, times{200, 50}, 17_100},
	} {
		if got := v.since(tt.at, tt.now); got != tt.want {
			t.Errorf("%s: since %d, want %d", tt.name, got, tt.want)
		}
		v.seen = max(tt.at, 2000)
	}
}
