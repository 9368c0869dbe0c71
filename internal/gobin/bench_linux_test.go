package gobin

import (
	"flag"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

var executable = flag.String("executable", "", "executable for benchmarks, with a section .gopclntab; default: the compiler")

func benchmarked(b *testing.B) string {
	if *executable != "" {
		return *executable
	}
	path, err := exec.CommandContext(b.Context(), "go", "tool", "-n", "compile").Output()
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(string(path))
}

// BenchmarkNames opens a large executable, reads the names of all its functions and closes it, in
// turns with debug/gosym and in CPU time: x-gosym is the ratio.
func BenchmarkNames(b *testing.B) {
	path := benchmarked(b)
	text := open(b, path).tab.text
	b.ReportAllocs()
	var own, gosym time.Duration
	var n, m int
	for b.Loop() {
		gosym += cpuOf(b, func() { m = len(symbolsOf(b, path, text).Funcs) })
		own += cpuOf(b, func() { n = names(b, path) })
	}
	if n != m {
		b.Errorf("%d names, debug/gosym has %d", n, m)
	}
	b.ReportMetric(float64(n), "names")
	b.ReportMetric(float64(own.Nanoseconds())/float64(b.N), "own-ns/op")
	b.ReportMetric(float64(gosym.Nanoseconds())/float64(b.N), "gosym-ns/op")
	b.ReportMetric(float64(own)/float64(gosym), "x-gosym")
}

// cpuOf returns the CPU time of all threads while f ran, which began on a clean heap: a process
// that reads an executable does so once.
func cpuOf(b *testing.B, f func()) time.Duration {
	runtime.GC()
	before := cpu(b)
	f()
	return cpu(b) - before
}

func cpu(b *testing.B) time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &now); err != nil {
		b.Fatal(err)
	}
	return time.Duration(now.Nano())
}

func names(b *testing.B, path string) (n int) {
	f, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for range f.Funcs() {
		n++
	}
	return n
}

// BenchmarkFirstFrames opens a large executable to ask for the frames of one address.
func BenchmarkFirstFrames(b *testing.B) {
	path := benchmarked(b)
	main, _ := open(b, path).Lookup("main.main")
	b.ReportAllocs()
	for b.Loop() {
		f, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		if len(f.Frames(main.Entry)) == 0 {
			b.Fatal("no frames")
		}
		f.Close()
	}
}

// BenchmarkFrames asks for the frames of addresses all over the code.
func BenchmarkFrames(b *testing.B) {
	f := open(b, benchmarked(b))
	low, high := f.tab.entry(0), f.tab.entry(f.tab.nfunc)
	pc, frames, places := low, 0, 0
	b.ReportAllocs()
	for b.Loop() {
		if pc += 99_991; pc >= high {
			pc = low + pc%99_991
		}
		frames += len(f.Frames(pc))
		places++
	}
	b.ReportMetric(float64(frames)/float64(places), "frames")
}

// BenchmarkLookup looks for a function near the end of the code.
func BenchmarkLookup(b *testing.B) {
	f := open(b, benchmarked(b))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := f.Lookup("main.main"); !ok {
			b.Fatal("no main.main")
		}
	}
}
