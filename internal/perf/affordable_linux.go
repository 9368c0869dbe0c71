package perf

import (
	"fmt"
	"math"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// How Affordable measures: the shortest of several turns counts, with and without sampling.
const (
	turns      = 6
	turnLength = 4e6 // ns of CPU time
	depth      = 16  // of the stack that is sampled: as deep as that of many programs
)

// Affordable returns how often a second of CPU time can be sampled on this machine so that it costs at
// most that share of it, at least once and at most most times. It takes some 60 ms of CPU time to find
// out: a sample costs 1 to 2 µs on bare metal, and ten times as much where a hypervisor has to deliver the
// interrupt.
func Affordable(most int, share float64) (int, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	attr := attributes(most)
	attr.Bits &^= unix.PerfBitInherit // which could not be mapped for a thread on whatever CPU
	fd, err := unix.PerfEventOpen(attr, 0, -1, -1, unix.PERF_FLAG_FD_CLOEXEC)
	if err != nil {
		return 0, explain(err, look())
	}
	defer unix.Close(fd)
	memory, err := unix.Mmap(fd, 0, os.Getpagesize()+minRing, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return 0, fmt.Errorf("mapping the buffer for samples: %w", err)
	}
	defer unix.Munmap(memory)
	rounds := 1 << 16
	for spinTime(rounds) < turnLength {
		rounds *= 2
	}
	plain, sampled := math.Inf(1), math.Inf(1)
	for range turns {
		plain = min(plain, spinTime(rounds))
		if err := unix.IoctlSetInt(fd, unix.PERF_EVENT_IOC_ENABLE, 0); err != nil {
			return 0, fmt.Errorf("enabling the sampling: %w", err)
		}
		sampled = min(sampled, spinTime(rounds))
		if err := unix.IoctlSetInt(fd, unix.PERF_EVENT_IOC_DISABLE, 0); err != nil {
			return 0, fmt.Errorf("ending the sampling: %w", err)
		}
	}
	return affordable(most, share, plain, sampled), nil
}

// affordable is the rate at which sampling costs share, if work of plain ns took sampled ns of CPU time at
// the rate most.
func affordable(most int, share, plain, sampled float64) int {
	cost := sampled/plain - 1
	if cost <= share {
		return most
	}
	return max(1, int(float64(most)*share/cost))
}

// spinTime returns the CPU time of this thread, in ns, for a fixed amount of work.
func spinTime(rounds int) float64 {
	before := threadTime()
	runtime.KeepAlive(spin(depth, rounds))
	return threadTime() - before
}

//go:noinline
func spin(depth, rounds int) uint64 {
	if depth > 0 {
		return spin(depth-1, rounds) + 1
	}
	x := uint64(rounds)
	for range rounds {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

func threadTime() float64 {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		return math.Inf(1) // the clock is there on every Linux; else sampling seems to cost nothing
	}
	return float64(t.Nano())
}
