package main

import (
	"fmt"
	"os"
	"runtime"
)

// memory is what the runtime has in use.
type memory struct {
	stack int64 // in spans of stacks
	all   int64 // all that it has from the system and has not set aside as free
}

func readMemory() memory {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return memory{stack: int64(m.StackInuse), all: int64(m.Sys - m.HeapIdle)}
}

// needed is for a goroutine that has called nothing: its stack of 2 KiB, what the runtime keeps
// about it (0.5 KiB), the table of all of them, and 30 % for the rest.
const needed = 3500

// alwaysFits is a number for which nobody is asked: 350 MB.
const alwaysFits = 100_000

// fitting returns n, or how many goroutines fit into half of the memory that is free.
func fitting(n int) int {
	if n <= alwaysFits {
		return n
	}
	free, err := freeMemory()
	if err != nil {
		fmt.Fprintf(os.Stderr, "free memory is not known (%v): %d goroutines, not %d\n", err, alwaysFits, n)
		return alwaysFits
	}
	fit := int(free / 2 / needed)
	if fit >= n {
		return n
	}
	fmt.Fprintf(os.Stderr, "%d MB of memory are free: %d goroutines, not %d\n", free/1e6, fit, n)
	return fit
}
