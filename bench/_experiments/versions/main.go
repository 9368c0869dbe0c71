// Versions runs the same small pieces of work, so that the same source built by several Go
// toolchains shows what changed in the runtime: collector, maps, scheduler, runtime/metrics.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

// rounds is how often every piece of work is measured. The rounds lie apart, so that a neighbour on the
// machine does not spoil all measurements of a piece.
const rounds = 3

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: versions MIB OPERATIONS")
		os.Exit(2)
	}
	mib, operations := number(os.Args[1]), number(os.Args[2])

	// One P, so that a collection is the work of the collector and not how well two workers share it, and a
	// handoff is the work of the scheduler and not how soon the kernel wakes a thread.
	runtime.GOMAXPROCS(1)

	// The collector runs only where it is called, so that its changes do not show as changes of maps or of
	// the scheduler.
	debug.SetGCPercent(-1)

	c := costs{least: map[string]float64{}}
	var sum uint64
	for r := 0; r < rounds; r++ {
		for _, order := range []string{"allocated", "shuffled"} {
			sum += collectTree(&c, order, mib)
			sum += collectFlat(&c, order, mib)
		}
		sum += maps(&c, operations/1000, 1000)
		sum += maps(&c, 1, operations)
		sum += handoff(&c, operations)
		sum += create(&c, operations)
		sum += lock(&c, 4*operations)
		readMetrics(&c, operations/10)
	}
	c.print()
	fmt.Printf("sum of all work: %d\n", sum)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		fmt.Fprintf(os.Stderr, "%q is not a number above 0\n", s)
		os.Exit(2)
	}
	return n
}
