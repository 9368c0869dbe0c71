package cupelrt

import "unsafe"

// Points at which the metrics are read.
const (
	atStart = iota
	atBegin
	atInitDone
	atReady
	atExit
	points
)

var pointNames = [points]string{"start", "begin", "initdone", "ready", "exit"}

var metricNames = [...]string{
	"/cgo/go-to-c-calls:calls",
	"/cpu/classes/gc/total:cpu-seconds",
	"/cpu/classes/total:cpu-seconds",
	"/gc/cycles/automatic:gc-cycles",
	"/gc/cycles/forced:gc-cycles",
	"/gc/cycles/total:gc-cycles",
	"/gc/gogc:percent",
	"/gc/gomemlimit:bytes",
	"/gc/heap/allocs:bytes",
	"/gc/heap/allocs:objects",
	"/gc/heap/goal:bytes",
	"/gc/heap/live:bytes",
	"/gc/scan/globals:bytes",
	"/memory/classes/heap/objects:bytes",
	"/memory/classes/heap/released:bytes",
	"/memory/classes/total:bytes",
	"/sched/gomaxprocs:threads",
	"/sched/goroutines-created:goroutines",
	"/sched/goroutines:goroutines",
	"/sched/latencies:seconds",
	"/sched/pauses/total/gc:seconds",
	"/sync/mutex/wait/total:seconds",
}

// Kinds of sample, as in runtime/metrics.
const (
	kindUint64    = 1
	kindFloat64   = 2
	kindHistogram = 3
)

// sample has the layout of metrics.Sample. runtime/metrics itself is not imported: it would bring
// init tasks of its own.
type sample struct {
	name    string
	kind    int
	scalar  uint64
	pointer unsafe.Pointer
}

// histogram has the layout of metrics.Float64Histogram: counts[i] values from buckets[i] up to
// buckets[i+1], of which the first and the last may be infinite.
type histogram struct {
	counts  []uint64
	buckets []float64
}

var snapshots [points][len(metricNames)]sample

//go:linkname readMetrics runtime/metrics.runtime_readMetrics
func readMetrics(samples unsafe.Pointer, len, cap int)

//go:norace
func snapshot(at int) {
	s := &snapshots[at]
	for i := range s {
		s[i].name = metricNames[i]
	}
	readMetrics(unsafe.Pointer(s), len(s), len(s))
}
