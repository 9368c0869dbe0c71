// Package call measures calls of a function, in one language or another, and what they leave in
// the process.
package call

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A Subject is what is called.
type Subject struct {
	// Loop adds the numbers below n, a call for each.
	Loop func(n int64) int64
	// Block returns after Release. Inside tells how many calls of Block wait.
	Block   func()
	Inside  func() int
	Release func()
}

const (
	windows = 10
	single  = 100_000 // calls that are timed one by one
)

// Main measures s by the arguments of the program: CALLS BLOCKED.
func Main(s Subject) {
	calls, blocked := number(1), number(2)
	perWindow := int64(calls / windows)
	sum := s.Loop(perWindow) // warm-up

	rss := status("VmRSS")
	var least, cpu time.Duration
	for w := 0; w < windows; w++ {
		cpuStart, start := cpuTime(), time.Now()
		sum += s.Loop(perWindow)
		wall := time.Since(start)
		cpu += cpuTime() - cpuStart
		if w == 0 || wall < least {
			least = wall
		}
	}
	grown := status("VmRSS") - rss
	fmt.Printf("BenchmarkCall 1 %g /cgo/call:seconds %g /cgo/call_cpu:seconds "+
		"%g /cgo/call_rss:bytes\n",
		least.Seconds()/float64(perWindow), cpu.Seconds()/float64(perWindow)/windows,
		float64(grown)*1024/float64(perWindow)/windows)
	fmt.Printf("BenchmarkSpread 1 %g /cgo/spread:seconds\n", spread(s).Seconds())
	threads(s, blocked)
	fmt.Println("sum", sum)
}

// spread is how far the slowest calls but 1 % are from the median, where each is timed for itself.
func spread(s Subject) time.Duration {
	took := make([]time.Duration, single)
	for i := range took {
		start := time.Now()
		s.Loop(1)
		took[i] = time.Since(start)
	}
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	return took[single*99/100] - took[single/2]
}

// threads counts those of the process before n calls wait at the same time, meanwhile, and after.
func threads(s Subject, n int) {
	before, rss := status("Threads"), status("VmRSS")
	var wait sync.WaitGroup
	for i := 0; i < n; i++ {
		wait.Add(1)
		go func() {
			s.Block()
			wait.Done()
		}()
	}
	for s.Inside() < n {
		time.Sleep(time.Millisecond)
	}
	during, grown := status("Threads"), status("VmRSS")-rss
	s.Release()
	wait.Wait()
	runtime.GC()
	time.Sleep(10 * time.Millisecond) // threads that were to end would have ended
	fmt.Printf("BenchmarkThreads 1 %d /cgo/threads:count %d /cgo/threads_blocked:count "+
		"%d /cgo/threads_after:count %g /cgo/blocked_rss:bytes\n",
		before, during, status("Threads"), float64(grown)*1024/float64(n))
}

// status reads a number of /proc/self/status: threads, or memory in KiB. It is that of the
// process and not, as the peak of getrusage may be, of the one that started it.
func status(field string) int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if rest, found := strings.CutPrefix(line, field+":"); found {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				Fatal(err)
			}
			return n
		}
	}
	Fatal(fmt.Errorf("no %s in /proc/self/status", field))
	return 0
}

// cpuTime is that of all threads.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func number(arg int) int {
	n, err := strconv.Atoi(os.Args[arg])
	if err != nil {
		Fatal(err)
	}
	return n
}

// Fatal ends the program.
func Fatal(err error) {
	fmt.Fprintln(os.Stderr, "cgo:", err)
	os.Exit(1)
}
