// Command scheduler has goroutines compute in slices, with a yield after each, and says by a CPU
// profile which share of the time is the scheduler's, and which of that is of runqget.
//
//	scheduler STEPS SLICE
//
// There are 16 goroutines for each P (GOMAXPROCS), and together they do STEPS for each P. The shorter
// the slices, the more switches there are for the same work.
package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"sync"

	"github.com/google/pprof/profile"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "scheduler:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("want: STEPS SLICE")
	}
	steps, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	slice, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	if steps < goroutines || slice < 1 {
		return fmt.Errorf("want at least %d steps, and 1 in a slice", goroutines)
	}

	var text bytes.Buffer
	if err := pprof.StartCPUProfile(&text); err != nil {
		return err
	}
	result := compute(runtime.GOMAXPROCS(0), steps/goroutines, slice)
	pprof.StopCPUProfile()
	p, err := profile.Parse(&text)
	if err != nil {
		return fmt.Errorf("reading the profile: %v", err)
	}
	fmt.Printf("result %016x\n", result)
	return report(p)
}

const goroutines = 16 // for each P

// compute returns what all goroutines found, whatever the slices were.
func compute(procs, steps, slice int) (result uint64) {
	var wg sync.WaitGroup
	found := make([]uint64, procs*goroutines)
	for i := range found {
		wg.Add(1)
		go func() {
			defer wg.Done()
			x := uint64(i + 1)
			for left := steps; left > 0; left -= slice {
				x = spin(x, min(slice, left))
				runtime.Gosched()
			}
			found[i] = x
		}()
	}
	wg.Wait()
	for _, x := range found {
		result ^= x
	}
	return result
}

// spin is a chain of operations of which each needs the one before (xorshift): a step takes about
// six cycles on any processor.
//
//go:noinline
func spin(x uint64, steps int) uint64 {
	for range steps {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}
