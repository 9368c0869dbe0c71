package gotrace

import (
	"bytes"
	"io"
	"runtime"
	rtrace "runtime/trace"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/exp/trace"
)

// BenchmarkDecode compares decoding and walking a trace with only reading its events, in turns and
// in CPU time, with the garbage collector's share: x-read is the ratio.
func BenchmarkDecode(b *testing.B) {
	for name, data := range recorded(b) {
		b.Run(name, func(b *testing.B) { benchmarkDecode(b, data) })
	}
	b.Run("handoffs", func(b *testing.B) { benchmarkDecode(b, handoffs(b, 8<<20)) })
}

func benchmarkDecode(b *testing.B, data []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	turns := max(1, 200_000/len(data)) // the CPU clock is too coarse for a small trace
	g := starter(b, data)
	var decode, read time.Duration
	for b.Loop() {
		read += cpuOf(turns, func() { readOnly(b, data) })
		decode += cpuOf(turns, func() { decodeAndWalk(b, data, g) })
	}
	b.ReportMetric(float64(decode)/float64(read), "x-read")
	b.ReportMetric(float64(read.Microseconds())/float64(b.N*turns), "read-µs/op")
}

func cpuOf(turns int, f func()) time.Duration {
	runtime.GC() // each side pays for its own garbage
	before := cpu()
	for range turns {
		f()
	}
	return cpu() - before
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func readOnly(b *testing.B, data []byte) {
	r, err := trace.NewReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	for {
		if _, err := r.ReadEvent(); err == io.EOF {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

func decodeAndWalk(b *testing.B, data []byte, g int64) {
	t, err := Decode(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	if path := t.Walk(g, t.Start, t.End); len(path) == 0 {
		b.Fatal("no path")
	}
}

// starter returns the goroutine that created most others, which waits for them in the end.
func starter(b *testing.B, data []byte) int64 {
	t, err := Decode(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	best, created := int64(1), map[int64]int{}
	for _, g := range t.Goroutines {
		if created[g.Creator]++; g.Creator != 0 && created[g.Creator] > created[best] {
			best = g.Creator
		}
	}
	return best
}

// handoffs records pairs of goroutines handing a ball to and fro, in at least size bytes.
func handoffs(b *testing.B, size int) []byte {
	var out bytes.Buffer
	if err := rtrace.Start(&out); err != nil {
		b.Skip(err)
	}
	const pairs, bytesPerHandoff = 50, 15
	var group sync.WaitGroup
	for range pairs {
		ball := make(chan int)
		group.Go(func() {
			for range ball {
			}
		})
		group.Go(func() {
			for i := range size / pairs / bytesPerHandoff {
				ball <- i
			}
			close(ball)
		})
	}
	group.Wait()
	rtrace.Stop()
	return out.Bytes()
}
