package main

import (
	"fmt"
	"runtime/metrics"
)

// readMetrics prints the CPU time of one metrics.Read, by what is read.
func readMetrics(reads int) error {
	for _, m := range []struct {
		label, name string
		share       int // of the reads: what is dear is read less often
	}{
		{"goroutines", "/sched/goroutines:goroutines", 1},
		{"sched-latencies", "/sched/latencies:seconds", 2},
		{"gc-pauses", "/gc/pauses:seconds", 4},
		{"heap-allocs", "/gc/heap/allocs:bytes", 10},
	} {
		if err := readCPU(m.label, []metrics.Sample{{Name: m.name}}, reads/m.share); err != nil {
			return err
		}
	}
	var all []metrics.Sample
	for _, d := range metrics.All() {
		all = append(all, metrics.Sample{Name: d.Name})
	}
	return readCPU("all", all, reads/100)
}

func readCPU(label string, s []metrics.Sample, n int) error {
	metrics.Read(s) // the first read of a histogram allocates it
	for _, sample := range s {
		if sample.Value.Kind() == metrics.KindBad {
			return fmt.Errorf("this version has no metric %s", sample.Name)
		}
	}
	before := cpu()
	for i := 0; i < n; i++ {
		metrics.Read(s)
	}
	figure("/metric="+label, (cpu()-before)/float64(n), "/sampling/read_cpu:seconds")
	return nil
}
