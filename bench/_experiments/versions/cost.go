package main

import (
	"fmt"
	"math"
	"os"
	"syscall"
	"time"
)

// costs holds for every operation the least CPU time that one of it took in any window, in seconds.
type costs struct {
	order []string
	least map[string]float64
}

// window runs work, which does n of the operation. The name may end with labels.
func (c *costs) window(op string, n int, work func()) {
	before := cpuSeconds()
	work()
	each := (cpuSeconds() - before) / float64(n)
	if least, ok := c.least[op]; ok {
		each = math.Min(each, least)
	} else {
		c.order = append(c.order, op)
	}
	c.least[op] = each
}

func (c *costs) print() {
	for _, op := range c.order {
		fmt.Printf("BenchmarkVersions/op=%s 1 %.6g /versions/operation:seconds\n", op, c.least[op])
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
