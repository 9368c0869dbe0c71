package perf

import (
	"bytes"
	"os"
	"strconv"
)

// clockShift is what processes in the time namespace of this one read off CLOCK_MONOTONIC above what
// the kernel writes into records, in ns; see time_namespaces(7).
func clockShift() int64 {
	b, _ := os.ReadFile("/proc/self/timens_offsets") // kernels without such namespaces have no file
	return parseShift(b)
}

// parseShift reads lines of a clock's name, seconds and nanoseconds.
func parseShift(b []byte) int64 {
	for line := range bytes.Lines(b) {
		f := bytes.Fields(line)
		if len(f) != 3 || string(f[0]) != "monotonic" {
			continue
		}
		sec, err1 := strconv.ParseInt(string(f[1]), 10, 64)
		nsec, err2 := strconv.ParseInt(string(f[2]), 10, 64)
		if err1 == nil && err2 == nil {
			return sec*1e9 + nsec
		}
	}
	return 0
}
