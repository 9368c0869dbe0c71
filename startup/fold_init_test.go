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
		want                class
		wantLeft, wantTaken int64 // ms
	}{
		{"little of its own, most the collector's", 1, 9, 0, classGC, 1, 9},
		{"little of its own, more than half", 2, 4, 0, classGC, 2, 4},
		{"little of its own, but most", 3, 2, 0, classNone, 5, 0},
		{"a finding by itself", 8, 20, 0, classNone, 28, 0},
		{"a finding by itself, but next to nothing", 8, 100, 0, classGC, 8, 100},
		{"waited for a processor", 1, 0, 9, classSched, 1, 9},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := &agent.Init{Symbol: "example.com/lib.init.0"}
			all := []*slice{
				{To: test.own * ms, Class: classCPU, Init: in},
				{To: test.gc * ms, Class: classCPU, Init: in, Taken: classGC},
				{To: test.delay * ms, Class: classCPU, Init: in, Taken: classSched},
			}
			left, lost := victims([]*group{{cause: &cpuAtInit, init: in, slices: all}}, limit)
			var stays, taken int64
			for _, g := range left {
				for _, s := range g.slices {
					stays += s.ns() / ms
				}
			}
			took := classNone
			for _, s := range lost {
				if s.ns() > 0 {
					taken, took = taken+s.ns()/ms, s.Class
				}
			}
			got := []any{took, stays, taken}
			if diff := cmp.Diff([]any{test.want, test.wantLeft, test.wantTaken}, got); diff != "" {
				t.Errorf("class, left and taken (-want +got)\n%s", diff)
			}
		})
	}
}
