package gotrace

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	rtrace "runtime/trace"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/exp/trace"
	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/timeline"
)

// BenchmarkDecode compares decoding a trace, and decoding and walking it, with only reading its events
// with x/exp/trace: in turns and in CPU time, with the garbage collector's share. x-read is the ratio
// for decoding, x-read-walked that with the walk, of medians.
func BenchmarkDecode(b *testing.B) {
	for name, data := range recorded(b) {
		b.Run(name, func(b *testing.B) { benchmarkDecode(b, data) })
	}
	b.Run("handoffs", func(b *testing.B) { benchmarkDecode(b, handoffs(b, 8<<20)) })
	files, err := filepath.Glob(*more)
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.ReplaceAll(file, "/", "_"), func(b *testing.B) { benchmarkDecode(b, data) })
	}
}

func benchmarkDecode(b *testing.B, data []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	g := starter(b, data)
	var read, decode, walk []time.Duration
	for b.Loop() {
		read = append(read, cpuOf(b, func() { readOnly(b, data) }))
		decode = append(decode, cpuOf(b, func() { decodeOnly(b, data) }))
		walk = append(walk, cpuOf(b, func() { decodeAndWalk(b, data, g) }))
	}
	b.ReportMetric(float64(median(decode))/float64(median(read)), "x-read")
	b.ReportMetric(float64(median(walk))/float64(median(read)), "x-read-walked")
	b.ReportMetric(float64(median(read)), "read-ns")
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// cpuOf returns the CPU time of all threads while f ran, which began on a clean heap: a process
// that analyses a trace does so once.
func cpuOf(b *testing.B, f func()) time.Duration {
	runtime.GC()
	before := cpu(b)
	f()
	return cpu(b) - before
}

func cpu(b testing.TB) time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &now); err != nil {
		b.Fatal(err)
	}
	return time.Duration(now.Nano())
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

func decodeOnly(b *testing.B, data []byte) *timeline.Timeline {
	t, err := Decode(bytes.NewReader(data), nil)
	if err != nil {
		b.Fatal(err)
	}
	return t
}

func decodeAndWalk(b *testing.B, data []byte, g int64) {
	t := decodeOnly(b, data)
	pieces := 0
	t.WalkBack(g, t.Start, t.End, func(*timeline.Piece) { pieces++ })
	if pieces == 0 {
		b.Fatal("no path")
	}
}

// starter returns the goroutine that created most others, which waits for them in the end.
func starter(b *testing.B, data []byte) int64 {
	t := decodeOnly(b, data)
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
