// Heap fills memory with small objects, in steps, and tells the most that the process held at each.
// The race detector follows every object and every access, so it has to keep something for all of it.
//
//	heap 8,32,128    keeps 8 MB, then 32 MB, then 128 MB
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// A node is 64 bytes: a pointer, as most objects have, and data that is written and read.
type node struct {
	next *node
	data [7]uint64
}

const nodeSize = 64

func main() {
	log.SetFlags(0)
	log.SetPrefix("heap: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: heap MEGABYTES,...")
	}
	var list *node
	n := 0
	for _, text := range strings.Split(os.Args[1], ",") {
		megabytes, err := strconv.Atoi(text)
		if err != nil {
			log.Fatal(err)
		}
		for ; n < megabytes<<20/nodeSize; n++ {
			list = &node{list, [7]uint64{uint64(n)}}
			for i := 1; i < len(list.data); i++ {
				list.data[i] = list.data[i-1] + 1
			}
		}
		runtime.GC() // what is left at the end of a step is live
		peak, err := peakRSS()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("BenchmarkHeap/live=%dMB 1 %d /race/rss:bytes\n", megabytes, peak)
	}
	fmt.Printf("BenchmarkHeap 1 %d /race/gomaxprocs:count\n", runtime.GOMAXPROCS(0))

	var sum uint64
	for at := list; at != nil; at = at.next {
		for _, x := range at.data {
			sum += x
		}
	}
	fmt.Println(n, "nodes add up to", sum)
}

// peakRSS is the most that this process held. It is read of the process itself, since getrusage
// counts the parent's memory too where the process was started by vfork.
func peakRSS() (int64, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmHWM:" {
			kilobytes, err := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("no VmHWM in /proc/self/status")
}
