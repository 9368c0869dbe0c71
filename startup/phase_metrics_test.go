package startup

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
)

func TestQuantile(t *testing.T) {
	buckets := []agent.Bucket{{From: 1, To: 2, Count: 3}, {From: 2, To: 4, Count: 6}, {From: 4, To: math.Inf(1), Count: 1}}
	for _, tt := range []struct{ q, want float64 }{{0.1, 2}, {0.3, 2}, {0.31, 4}, {0.5, 4}, {0.9, 4}, {0.99, 4}, {1, 4}} {
		if got, ok := quantile(buckets, tt.q); got != tt.want || !ok {
			t.Errorf("quantile(%v) = %v, %v, want %v", tt.q, got, ok, tt.want)
		}
	}
	if got, ok := quantile(nil, 0.5); ok {
		t.Errorf("quantile of nothing = %v", got)
	}
}

func TestAdded(t *testing.T) {
	before := []agent.Bucket{{From: 1, To: 2, Count: 3}, {From: 2, To: 4, Count: 6}}
	after := []agent.Bucket{{From: 2, To: 4, Count: 7}, {From: 1, To: 2, Count: 3}, {From: 0, To: 1, Count: 2}}
	want := []agent.Bucket{{From: 0, To: 1, Count: 2}, {From: 2, To: 4, Count: 1}}
	if diff := cmp.Diff(want, added(before, after)); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
}

// TestPhaseMetrics wants deltas by phase without what the agent set up for itself, and nothing of what
// the runtime does not have.
func TestPhaseMetrics(t *testing.T) {
	const allocs, live, count, latency = metricAllocated, metricLiveHeap, "/sched/goroutines:goroutines", "/sched/latencies:seconds"
	marks := &agent.Marks{
		Points: []*agent.Point{
			{Name: agent.AtStart, Metrics: []agent.Metric{{Name: allocs, Value: 10}, {Name: count, Value: 1}}},
			{Name: agent.AtBegin, Metrics: []agent.Metric{{Name: allocs, Value: 1000}, {Name: count, Value: 3}}},
			{
				Name: agent.AtInitDone, Metrics: []agent.Metric{{Name: allocs, Value: 1500}, {Name: count, Value: 4}},
				Spreads: []agent.Spread{{Name: latency, Buckets: []agent.Bucket{{From: 1, To: 2, Count: 1}}}},
			},
			{
				Name:    agent.AtExit,
				Metrics: []agent.Metric{{Name: allocs, Value: 1700}, {Name: count, Value: 3}, {Name: live, Value: 1100}},
				Spreads: []agent.Spread{{Name: latency, Buckets: []agent.Bucket{{From: 1, To: 2, Count: 1}, {From: 4, To: 5, Count: 1}}}},
			},
		},
	}
	var m metrics
	m.byPhase(marks)
	got := map[string]float64{}
	for _, x := range m.all {
		name, _, _ := strings.Cut(x.Name, ":")
		got[x.Labels["phase"]+" "+name+" "+x.Labels["quantile"]] = x.Samples[0]
	}
	want := map[string]float64{
		"runtime /gc/heap/allocs ": 10, "init /gc/heap/allocs ": 500, "main /gc/heap/allocs ": 200, "main /gc/heap/live ": 110,
		"runtime /sched/goroutines ": 1, "init /sched/goroutines ": 2, "main /sched/goroutines ": 1,
		"init /sched/latencies p50": 2, "init /sched/latencies p99": 2,
		"main /sched/latencies p50": 5, "main /sched/latencies p99": 5,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metrics by phase (-want +got):\n%s", diff)
	}
	if s := phaseMetricsSection(&evidence.Record{Metrics: m.all}); len(s) != 1 || len(s[0].Table.Rows) != 5 {
		t.Errorf("table %+v, want 5 rows", s)
	}
	if s := phaseMetricsSection(&evidence.Record{}); s != nil {
		t.Errorf("table of nothing: %+v", s)
	}
}
