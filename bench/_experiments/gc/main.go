// Gc shows what a collection costs by how much is live and how it is linked: first with nothing else to
// do, then with a goroutine that allocates and watches for how long it is held up.
//
//	gc SHAPE MIB CYCLES           a live heap of that shape and size, and that many forced collections of each kind
//	gc trace SHAPE MIB CYCLES     the same in a child with GODEBUG=gctrace=1, and what its trace says
package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"syscall"
	"time"
)

func main() {
	args := os.Args[1:]
	var err error
	switch {
	case len(args) == 4 && args[0] == "trace":
		err = trace(args[1:])
	case len(args) == 3:
		err = run(args[0], args[1], args[2])
	default:
		err = fmt.Errorf("usage: gc [trace] SHAPE MIB CYCLES")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(shape, size, times string) error {
	mib, err1 := strconv.Atoi(size)
	cycles, err2 := strconv.Atoi(times)
	if err1 != nil || err2 != nil || mib < 1 || cycles < 1 {
		return fmt.Errorf("%q MiB and %q cycles: want numbers above 0", size, times)
	}

	debug.SetGCPercent(-1) // collections while the heap grows are not in question
	live, err := build(shape, mib)
	if err != nil {
		return err
	}
	debug.SetGCPercent(100)
	runtime.GC() // frees what building left over

	cpu, wall := alone(cycles)
	pauses, gap := busy(cycles)
	slices.Sort(pauses)
	fmt.Printf("BenchmarkGC 1 %.6g /gc/cycle_cpu:seconds %.6g /gc/cycle:seconds %.6g /gc/stw_min:seconds %.6g /gc/stw:seconds %.6g /gc/stw_max:seconds %.6g /gc/gap:seconds\n",
		cpu, wall, pauses[0], pauses[len(pauses)/2], pauses[len(pauses)-1], gap.Seconds())

	// The same in all shapes and sizes: nothing was lost, and nothing was twice.
	n, sum := live.sum()
	if nodes := uint64(mib * nodesPerMiB); n != nodes || sum != nodes*(nodes-1)/2 {
		return fmt.Errorf("%s: %d nodes with the sum %d are left of %d", shape, n, sum, nodes)
	}
	fmt.Printf("%d nodes in every MiB, all of them there after %d forced collections\n", n/uint64(mib), 2*cycles)

	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.NumGC > uint32(len(m.PauseNs)) {
		return fmt.Errorf("%d collections: the runtime keeps the stops of %d", m.NumGC, len(m.PauseNs))
	}
	fmt.Fprintln(os.Stderr, "stopped for", m.PauseNs[:m.NumGC], "ns") // for trace
	return nil
}

// alone returns the least CPU and wall time of a forced collection while nothing else runs.
func alone(cycles int) (cpu, wall float64) {
	cpu, wall = math.Inf(1), math.Inf(1)
	for i := 0; i < cycles; i++ {
		c, start := cpuSeconds(), time.Now()
		runtime.GC()
		wall = min(wall, time.Since(start).Seconds())
		cpu = min(cpu, cpuSeconds()-c)
	}
	return cpu, wall
}

// busy forces collections one after another beside a mutator. It returns for how long each stopped the world
// (both stops together) in seconds, and the longest that the mutator was held up between two of its steps.
func busy(cycles int) (pauses []float64, gap time.Duration) {
	started, stop, gaps := make(chan struct{}), make(chan struct{}), make(chan time.Duration)
	go mutate(started, stop, gaps)
	<-started
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < cycles; i++ {
		runtime.GC()
	}
	runtime.ReadMemStats(&after)
	close(stop)
	gap = <-gaps

	// The mutator's garbage may have started collections of its own; they count as well. The runtime keeps
	// the last 256.
	n := min(after.NumGC-before.NumGC, uint32(len(after.PauseNs)))
	for i := after.NumGC - n; i < after.NumGC; i++ {
		pauses = append(pauses, time.Duration(after.PauseNs[i%uint32(len(after.PauseNs))]).Seconds())
	}
	return pauses, gap
}

// mutate allocates short-lived objects as fast as it can and sends the longest time between two of them.
func mutate(started chan<- struct{}, stop <-chan struct{}, gaps chan<- time.Duration) {
	var recent [1024]*node
	var longest time.Duration
	close(started)
	last := time.Now()
	for i := 0; ; i++ {
		recent[i%len(recent)] = new(node)
		now := time.Now()
		longest = max(longest, now.Sub(last))
		last = now
		if i%1024 == 0 {
			select {
			case <-stop:
				gaps <- longest
				return
			default:
			}
		}
	}
}

// cpuSeconds is the CPU time of the process so far, user and system, all threads.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		fmt.Fprintln(os.Stderr, "getrusage:", err)
		os.Exit(1)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}
