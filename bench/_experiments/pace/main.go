// Pace allocates at a steady rate beside a live heap and shows how often the collector comes by itself.
// GOGC and GOMEMLIMIT are set from outside, as users do.
//
//	pace LIVE_MIB MIB_PER_SECOND TOTAL_MIB
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// A node takes 32 bytes on 64-bit machines, half of them pointers.
type node struct {
	left, right *node
	value, _    uint64
}

const nodesPerMiB = 1 << 20 / 32

// size is what a short-lived object takes: a page of text, a small message, a row.
const size = 1024

// recent keeps the last objects for a moment, as a request keeps what it works on.
var recent [64]*[size]byte

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: pace LIVE_MIB MIB_PER_SECOND TOTAL_MIB")
		os.Exit(2)
	}
	mib, rate, total := number(os.Args[1]), number(os.Args[2]), number(os.Args[3])

	live := tree(mib * nodesPerMiB)
	runtime.GC() // the pace begins at the same point in every arm
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu := cpuSeconds()
	allocate(total<<20/size, float64(rate<<20)/size)
	cpu = cpuSeconds() - cpu
	runtime.ReadMemStats(&after)

	cycles := after.NumGC - before.NumGC
	fmt.Printf("BenchmarkPace 1 %d /pace/cycles:count %.6g /pace/cpu:seconds", cycles, cpu)
	if cycles > 1 {
		fmt.Printf(" %.6g /pace/interval:seconds", interval(&after, cycles))
	} else {
		fmt.Fprintf(os.Stderr, "%d collections have no interval between them\n", cycles)
	}
	fmt.Println()
	fmt.Printf("%d objects of %d bytes\n", total<<20/size, size)
	if live.count() != mib*nodesPerMiB {
		fmt.Fprintln(os.Stderr, "the live heap is not what it was")
		os.Exit(1)
	}
}

// allocate makes n objects, perSecond of them every second. It sleeps when it is ahead and catches up when it is late.
func allocate(n int, perSecond float64) {
	start := time.Now()
	for i := 0; i < n; i++ {
		if i%64 == 0 {
			due := start.Add(time.Duration(float64(i) / perSecond * 1e9))
			if ahead := time.Until(due); ahead > time.Millisecond {
				time.Sleep(ahead)
			}
		}
		o := new([size]byte)
		o[0] = byte(i)
		recent[i%len(recent)] = o
	}
}

// interval is the mean time from the end of a collection to the end of the next, in seconds. The runtime
// keeps the ends of the last 256.
func interval(m *runtime.MemStats, cycles uint32) float64 {
	n := min(cycles, uint32(len(m.PauseEnd)))
	end := func(i uint32) uint64 { return m.PauseEnd[i%uint32(len(m.PauseEnd))] }
	return time.Duration(end(m.NumGC-1)-end(m.NumGC-n)).Seconds() / float64(n-1)
}

// tree makes a balanced binary tree of n nodes.
func tree(n int) *node {
	if n == 0 {
		return nil
	}
	left := (n - 1) / 2
	return &node{left: tree(left), right: tree(n - 1 - left)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		fmt.Fprintf(os.Stderr, "%q is not a number\n", s)
		os.Exit(2)
	}
	return n
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
