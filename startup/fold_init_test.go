package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
)

// TestVictims: what the collector and delays took in an init function is its own only beside much that
// it did itself.
func TestVictims(t *testing.T) {
	const ms, limit = int64(1e6), 0.005
	tests := []struct {
		name                string
		own, gc, delay      int64 // ms
		want                string
		wantLeft, wantTaken int64 // ms
	}{
		{"little of its own, most the collector's", 1, 9, 0, "gc", 1, 9},
		{"little of its own, more than half", 2, 4, 0, "gc", 2, 4},
		{"little of its own, but most", 3, 2, 0, "", 5, 0},
		{"a finding by itself", 8, 20, 0, "", 28, 0},
		{"a finding by itself, but next to nothing", 8, 100, 0, "gc", 8, 100},
		{"waited for a processor", 1, 0, 9, "sched", 1, 9},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := &agent.Init{Symbol: "example.com/lib.init.0"}
			all := []*slice{
				{To: test.own * ms, Class: "cpu", Init: in},
				{To: test.gc * ms, Class: "cpu", Init: in, Collector: true},
				{To: test.delay * ms, Class: "cpu", Init: in, Delay: "sched"},
			}
			left, lost := victims([]*group{{cause: &cpuAtInit, init: in, slices: all}}, limit)
			var stays, taken int64
			for _, g := range left {
				for _, s := range g.slices {
					stays += s.ns() / ms
				}
			}
			class := ""
			for _, s := range lost {
				if s.ns() > 0 {
					taken, class = taken+s.ns()/ms, s.Class
				}
			}
			got := []any{class, stays, taken}
			if diff := cmp.Diff([]any{test.want, test.wantLeft, test.wantTaken}, got); diff != "" {
				t.Errorf("class, left and taken (-want +got)\n%s", diff)
			}
		})
	}
}
