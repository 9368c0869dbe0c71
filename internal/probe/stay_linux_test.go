package probe

import (
	"testing"

	"github.com/cupelgo/cupel/internal/goevent"
)

func TestStood(t *testing.T) {
	const ms = 1e6
	for _, tt := range []struct {
		name    string
		running bool
		next    goevent.Kind
		wall    int64 // from stop to stop
		ran     int64
		starved int64
		want    int64
	}{
		{"it went on", true, goevent.Parked, 3 * ms, 2 * ms, 0, ms},
		{"it never left its CPU", true, goevent.Parked, 2 * ms, 2*ms + 10, 0, 0},
		{"it may have slept", false, goevent.Run, 50 * ms, 2 * ms, 0, ms / 10},
		{"it came back from the kernel", true, goevent.Returned, 50 * ms, 2 * ms, 0, ms / 10},
		{"it came back from the kernel and had no CPU", true, goevent.Returned, 50 * ms, 2 * ms, 30 * ms, 30*ms + ms/10},
		{"others had the CPU for long", true, goevent.Parked, 90 * ms, 2 * ms, 80 * ms, 88 * ms},
		{"a page came from the disk", true, goevent.Parked, 90 * ms, 2 * ms, 0, 20 * ms},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := stay{seen: 100, times: times{1000, 500}, running: tt.running}
			e := &goevent.Event{Time: 100 + tt.wall, Kind: tt.next}
			if got := s.stood(e, times{1000 + tt.ran, 500 + tt.starved}); got != tt.want {
				t.Errorf("stood still for %d ns, want %d", got, tt.want)
			}
		})
	}
}

func TestParseTimes(t *testing.T) {
	for _, tt := range []struct {
		text string
		want times
		ok   bool
	}{
		{"785478 7877309 11\n", times{785478, 7877309}, true},
		{"0 0 0\n", times{}, true},
		{"785478\n", times{}, false},
		{"", times{}, false},
		{"a b c\n", times{}, false},
	} {
		if got, ok := parseTimes(tt.text); ok != tt.ok || ok && got != tt.want {
			t.Errorf("parseTimes(%q) = %v, %t, want %v, %t", tt.text, got, ok, tt.want, tt.ok)
		}
	}
}
