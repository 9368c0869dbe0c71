// What the profiler and runtime/metrics see, and what they cost.
//
//	sampling numbers reads
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: sampling numbers reads")
	}
	numbers, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	reads, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	// The heap profile first: it is about a process in which nothing has been collected yet.
	for _, part := range []func() error{
		heapProfile,
		func() error { return cpuProfile(numbers) },
		customProfile,
		func() error { return readMetrics(reads) },
	} {
		if err := part(); err != nil {
			log.Fatal(err)
		}
	}
}

// cpu is the CPU time of this process in seconds, user and system.
func cpu() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func collections() uint32 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
}

func figure(labels string, value float64, name string) {
	fmt.Printf("BenchmarkSampling%s 1 %g %s\n", labels, value, name)
}
