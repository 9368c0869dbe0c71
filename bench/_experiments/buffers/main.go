// Buffers serves requests of many connections, each of which needs a buffer of 4 KiB for a moment: kept by
// the connection, made for the request, or borrowed from a pool.
//
//	buffers held|fresh|pool CONNECTIONS REQUESTS
package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"
)

const size = 4096

// A connection is what a server keeps of each of its clients.
type connection struct {
	client io.Reader
	buffer []byte // nil unless it is held
}

// A client sends bytes that depend on who it is and on how often it was read.
type client struct{ id, reads uint32 }

// Read writes to every cache line of the buffer. It is called through an interface, as a socket's is, so that
// the compiler cannot keep the buffer of a request on the stack.
func (c *client) Read(b []byte) (int, error) {
	for i := 0; i < len(b); i += 64 {
		b[i] = byte(c.id + c.reads + uint32(i))
	}
	c.reads++
	return len(b), nil
}

var pool = sync.Pool{New: func() any { return new([size]byte) }}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: buffers held|fresh|pool CONNECTIONS REQUESTS")
		os.Exit(2)
	}
	policy, count, requests := os.Args[1], number(os.Args[2]), number(os.Args[3])
	serve, ok := map[string]func(*connection) uint32{"held": held, "fresh": fresh, "pool": pooled}[policy]
	if !ok {
		fmt.Fprintf(os.Stderr, "no policy %q\n", policy)
		os.Exit(2)
	}

	connections := make([]*connection, count)
	for i := range connections {
		connections[i] = &connection{client: &client{id: uint32(i)}}
		if policy == "held" {
			connections[i].buffer = make([]byte, size)
		}
		serve(connections[i]) // as clients do who connect; it also has the kernel provide the memory of buffers held
	}
	runtime.GC() // the service begins with a heap that is settled

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var sum uint32
	cpu := cpuSeconds()
	for i := 0; i < requests; i++ {
		sum += serve(connections[i*7919%count]) // clients do not call in order
	}
	cpu = cpuSeconds() - cpu
	runtime.ReadMemStats(&after)

	n := float64(requests)
	allocated := float64(after.TotalAlloc-before.TotalAlloc) / n
	took, more := inTime(connections, requests/2, serve)
	fmt.Printf("BenchmarkBuffers 1 %.6g /buffers/request_cpu:seconds %.6g /buffers/request_p99:seconds %.6g /buffers/request_max:seconds\n",
		cpu/n, took[len(took)*99/100], took[len(took)-1])
	fmt.Printf("BenchmarkBuffers 1 %d /buffers/collections:count %.6g /buffers/allocated:bytes %.6g /buffers/gc_cpu:seconds\n",
		after.NumGC-before.NumGC, allocated, collectorSeconds()*allocated)
	fmt.Printf("%d requests, sum %d\n", requests+len(took), sum+more)
	runtime.KeepAlive(connections)
}

// interval is the time from one request to the next when they come by the clock.
const interval = 10 * time.Microsecond

// inTime serves requests that come by the clock and returns how long each took from when it was due, sorted. A
// server that is held up does not hold up its clients' next requests: they wait, and their wait counts.
func inTime(connections []*connection, requests int, serve func(*connection) uint32) (took []float64, sum uint32) {
	took = make([]float64, requests)
	start := time.Now()
	for i := range took {
		due := time.Duration(i) * interval
		for time.Since(start) < due {
		}
		sum += serve(connections[i*7919%len(connections)])
		took[i] = (time.Since(start) - due).Seconds()
	}
	slices.Sort(took)
	return took, sum
}

func held(c *connection) uint32 { return handle(c.client, c.buffer) }

func fresh(c *connection) uint32 { return handle(c.client, make([]byte, size)) }

func pooled(c *connection) uint32 {
	b := pool.Get().(*[size]byte)
	defer pool.Put(b)
	return handle(c.client, b[:])
}

// A reply is what a request allocates whatever its buffer: it goes to others and cannot be used again.
type reply struct {
	sum  uint32
	body [508]byte
}

// last keeps the reply from the stack.
var last *reply

func handle(from io.Reader, b []byte) uint32 {
	if _, err := io.ReadFull(from, b); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	last = &reply{}
	for i := 0; i < len(b); i += 64 {
		last.sum = last.sum*31 + uint32(b[i])
	}
	return last.sum
}

// collectorSeconds returns the CPU time that the collector takes for a byte allocated, once the heap has settled:
// that of a collection, for the bytes that may be allocated until the next. Counting collections would not do;
// with a large heap the next one may come after the last request. One P, since workers that look for work
// where there is none cost as well, and that is not the buffers' fault.
func collectorSeconds() float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	least := math.Inf(1)
	for i := 0; i < 3; i++ {
		cpu := cpuSeconds()
		runtime.GC()
		least = min(least, cpuSeconds()-cpu)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return least / float64(m.NextGC-m.HeapAlloc)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		fmt.Fprintf(os.Stderr, "%q is not a number above 0\n", s)
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
