package host

import (
	"context"
	"math/rand/v2"
	"runtime"
	"time"
)

// How spins are made. Forty pairs take 0.8 s where nobody disturbs them; where a spin takes four times its time, half
// of them fit into the longest.
const (
	spinLasts   = 10 * time.Millisecond // of CPU: within some 3 ms nobody would have to leave it
	spinPairs   = 40
	spinLongest = 1800 * time.Millisecond
)

// A Spin is work that only uses the CPU, done once: always the same, so that what its times differ by is not its own.
type Spin struct {
	Wall     float64  // seconds
	CPU      *float64 // seconds of its thread; nil: not told
	Switches *int64   // times that the thread had to leave the CPU; nil: not told
}

// A SpinPair is two spins that were made one right after the other, of which either came first.
type SpinPair struct{ A, B Spin }

// spins compares spins with themselves, before an experiment. It ends before its time when ctx is done.
func spins(ctx context.Context, turns int) []SpinPair {
	var all []SpinPair
	for began := time.Now(); len(all) < spinPairs && time.Since(began) < spinLongest && ctx.Err() == nil; {
		all = append(all, spinPair(turns))
	}
	return all
}

// spinPair makes two spins on one thread, by chance the one or the other first.
func spinPair(turns int) SpinPair {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	first, second := spinOnce(turns), spinOnce(turns)
	if rand.IntN(2) == 0 {
		return SpinPair{first, second}
	}
	return SpinPair{second, first}
}

// calibrate returns how many turns a spin has. What the least of many short ones takes is what nobody disturbed.
func calibrate() int {
	const tried, tries = 100_000, 40 // 0.1 ms each
	least := time.Duration(1 << 62)
	for range tries {
		began := time.Now()
		runtime.KeepAlive(turn(tried))
		least = min(least, time.Since(began))
	}
	return int(tried * spinLasts / max(least, time.Microsecond))
}

func spinOnce(turns int) Spin {
	before, began := threadUsage(), time.Now()
	runtime.KeepAlive(turn(turns))
	s := Spin{Wall: time.Since(began).Seconds()}
	if after := threadUsage(); before != nil && after != nil {
		cpu, switches := after.cpu-before.cpu, after.switches-before.switches
		s.CPU, s.Switches = &cpu, &switches
	}
	return s
}

// turn is the work: Marsaglia's xorshift, each step of which waits for the one before.
//
//go:noinline
func turn(n int) uint64 {
	x := uint64(88172645463325252)
	for range n {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}

// usage is what a thread or process has used.
type usage struct {
	cpu      float64 // seconds
	switches int64   // involuntary
}
