package main

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"sort"
	"time"

	"github.com/google/pprof/profile"
)

// cpuProfile counts the samples of a CPU profile against the CPU time of the process meanwhile.
func cpuProfile(numbers int) error {
	var b bytes.Buffer
	if err := pprof.StartCPUProfile(&b); err != nil {
		return err
	}
	before := cpu()
	median := sortedMedian(numbers)
	used := cpu() - before
	pprof.StopCPUProfile()
	p, err := profile.Parse(&b)
	if err != nil {
		return err
	}
	var samples int64
	for _, s := range p.Sample {
		samples += s.Value[0]
	}
	fmt.Println("median of", numbers, "numbers:", median)
	figure("", float64(samples)/used, "/sampling/profile_rate:count")
	figure("", time.Duration(p.Period).Seconds(), "/sampling/profile_period:seconds")
	return nil
}

// sortedMedian sorts numbers in slices of an even size: work for one thread that allocates little.
func sortedMedian(n int) (median int) {
	const size = 100_000
	part := make([]int, size)
	x := uint32(1)
	for ; n > 0; n -= size {
		for i := range part {
			x ^= x << 13
			x ^= x >> 17
			x ^= x << 5
			part[i] = int(x)
		}
		sort.Ints(part)
		median = part[size/2]
	}
	return median
}
