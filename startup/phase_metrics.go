package startup

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// A phaseMetric is a row of the table of metrics by phase: what the runtime counted in each phase of
// the traced run, or held at its end. It informs and is no cause: nothing of it is ranked. The runtime
// counts what is allocated when a span of memory, 8 KiB at least, is full: less than that reads 0.
type phaseMetric struct {
	text, name string  // of the row; of the metric as in runtime/metrics
	level      bool    // the value at the phase's end counts, not what was added
	quantile   float64 // of a histogram, 0 to 1
	label      string  // of the quantile
}

// Metrics of the runtime that belong together.
const (
	metricAllocated = "/gc/heap/allocs:bytes"
	metricLiveHeap  = "/gc/heap/live:bytes"
	metricGCCPU     = "/cpu/classes/gc/total:cpu-seconds"
)

func phaseMetrics() []phaseMetric {
	return []phaseMetric{
		{text: "allocated, full spans", name: metricAllocated},
		{text: "objects therein", name: "/gc/heap/allocs:objects"},
		{text: "goroutines created", name: "/sched/goroutines-created:goroutines"}, // from go1.26 on
		{text: "goroutines, at the end", name: "/sched/goroutines:goroutines", level: true},
		{text: "GC cycles", name: "/gc/cycles/total:gc-cycles"},
		{text: "GC CPU time", name: metricGCCPU},
		{text: "GC pause, longest", name: "/sched/pauses/total/gc:seconds", quantile: 1, label: "max"},
		{text: "live heap, after the last GC", name: metricLiveHeap, level: true},
		{text: "scheduling latency, p50", name: "/sched/latencies:seconds", quantile: 0.5, label: "p50"},
		{text: "scheduling latency, p99", name: "/sched/latencies:seconds", quantile: 0.99, label: "p99"},
	}
}

// A span of the agent's marks that is a phase.
type markedPhase struct {
	phase
	from, to string // points; from is "" for the begin of the process
}

// phasesOf returns the phases that the marks delimit. What the agent set up for itself, which is
// several MiB for the profiler alone, lies between two points and belongs to none; old marks lack the
// second of them and so this phase.
func phasesOf(m *agent.Marks) []markedPhase {
	end := agent.AtReady
	if m.At(end) == nil {
		end = agent.AtExit
	}
	return slices.DeleteFunc([]markedPhase{
		{phase: phaseRuntime, to: agent.AtStart},
		{phase: phaseInit, from: agent.AtBegin, to: agent.AtInitDone},
		{phase: phaseMain, from: agent.AtInitDone, to: end},
	}, func(p markedPhase) bool {
		return m.At(p.to) == nil || p.from != "" && m.At(p.from) == nil
	})
}

// byPhase adds the runtime's metrics of each phase, labelled with it.
func (m *metrics) byPhase(marks *agent.Marks) {
	for _, p := range phasesOf(marks) {
		for _, row := range phaseMetrics() {
			labels := map[string]string{"phase": p.String()}
			if row.label != "" {
				labels["quantile"] = row.label
			}
			if v, ok := row.value(marks, p); ok {
				m.addObserved(row.name, "none", labels, v)
			}
		}
	}
}

// value returns the row's value in a phase, false where the runtime has no such metric or nothing
// was counted.
func (r phaseMetric) value(marks *agent.Marks, p markedPhase) (float64, bool) {
	if r.quantile > 0 {
		return quantile(added(marks.At(p.from).Buckets(r.name), marks.At(p.to).Buckets(r.name)), r.quantile)
	}
	v, ok := marks.At(p.to).Value(r.name)
	if !ok {
		return 0, false
	}
	if r.level {
		return max(0, v-r.agents(marks, p)), true
	}
	before, _ := marks.At(p.from).Value(r.name)
	return max(0, v-before), true
}

// agents is how much of a level is the agent's: its goroutines, and the memory of its profiler, which
// stays alive.
func (r phaseMetric) agents(marks *agent.Marks, p markedPhase) float64 {
	name := r.name
	if name == metricLiveHeap {
		name = metricAllocated
	}
	begin, ok := marks.At(agent.AtBegin).Value(name)
	if !ok || p.to == agent.AtStart {
		return 0
	}
	start, _ := marks.At(agent.AtStart).Value(name)
	return begin - start
}

// added returns what a histogram has gained. The buckets keep their bounds.
func added(before, after []agent.Bucket) []agent.Bucket {
	had := map[float64]uint64{}
	for _, b := range before {
		had[b.From] = b.Count
	}
	var out []agent.Bucket
	for _, b := range after {
		if b.Count > had[b.From] {
			b.Count -= had[b.From]
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b agent.Bucket) int { return cmp.Compare(a.From, b.From) })
	return out
}

// quantile returns the upper bound of the bucket that holds the quantile: the value is no higher. Of
// a bucket without one it is the lower bound.
func quantile(buckets []agent.Bucket, q float64) (float64, bool) {
	total := uint64(0)
	for _, b := range buckets {
		total += b.Count
	}
	rank := uint64(math.Ceil(q * float64(total)))
	for _, b := range buckets {
		if rank <= b.Count {
			if math.IsInf(b.To, 1) {
				return b.From, true
			}
			return b.To, true
		}
		rank -= b.Count
	}
	return 0, false
}

// phaseMetricsSection is the table. Rows of nothing but zeros are left out.
func phaseMetricsSection(rec *evidence.Record) []report.Section {
	phases := []phase{phaseRuntime, phaseInit, phaseMain}
	t := &report.Table{Columns: []report.Column{
		{Name: "metrics by phase, " + observedRun(rec)}, {Name: "process start", Align: report.Right},
		{Name: "init", Align: report.Right}, {Name: "main", Align: report.Right},
	}}
	for _, row := range phaseMetrics() {
		cells, telling := []string{row.text}, false
		for _, phase := range phases {
			v, ok := phaseValue(rec, row, phase)
			telling = telling || v != 0
			cells = append(cells, "")
			if ok {
				cells[len(cells)-1] = row.format(v)
			}
		}
		if telling {
			t.Rows = append(t.Rows, report.Row(cells...))
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []report.Section{{Table: t}}
}

// format shows a value in the unit that stands after the colon of the metric's name.
func (r phaseMetric) format(v float64) string {
	_, u, _ := strings.Cut(r.name, ":")
	return unit.Format(v, strings.TrimPrefix(u, "cpu-"))
}

func phaseValue(rec *evidence.Record, row phaseMetric, p phase) (float64, bool) {
	for _, m := range rec.Metrics {
		if m.Name == row.name && m.Labels["phase"] == p.String() && m.Labels["quantile"] == row.label {
			return m.Summary.Median, true
		}
	}
	return 0, false
}
