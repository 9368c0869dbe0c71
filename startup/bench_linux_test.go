package startup

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/exp/trace"
	"golang.org/x/sys/unix"
)

// BenchmarkAnalyze compares the whole analysis, from trace to findings, with only reading the
// events of the same trace, in turns and in CPU time of all threads: x-read is the ratio of medians. Besides
// the recorded evidence it takes the records in the folder that CUPEL_BENCH_STORE names. Run it with
// GOGC=400, as cupel runs.
func BenchmarkAnalyze(b *testing.B) {
	dirs, err := filepath.Glob("testdata/recorded/*/" + fileTrace)
	if err != nil {
		b.Fatal(err)
	}
	if store := os.Getenv("CUPEL_BENCH_STORE"); store != "" {
		more, err := filepath.Glob(filepath.Join(store, "*", fileTrace))
		if err != nil {
			b.Fatal(err)
		}
		dirs = append(dirs, more...)
	}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		b.Run(filepath.Base(dir), func(b *testing.B) { benchmarkAnalyze(b, dir) })
	}
}

func benchmarkAnalyze(b *testing.B, dir string) {
	seen, err := loadObserved(dir)
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(dir, fileTrace)
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	var read, analysis []int64
	for b.Loop() {
		read = append(read, cpuOf(b, func() { readEvents(b, file) }))
		analysis = append(analysis, cpuOf(b, func() {
			o, _, err := seen.observation(dir)
			if err != nil {
				b.Fatal(err)
			}
			n := seen.namer()
			n.findings(o, o.slices())
		}))
	}
	slices.Sort(read)
	slices.Sort(analysis)
	b.ReportMetric(float64(analysis[len(analysis)/2])/float64(read[len(read)/2]), "x-read")
	b.ReportMetric(float64(info.Size()), "trace-bytes")
}

// cpuOf returns the CPU time of all threads in ns while f runs, which begins on a clean heap.
func cpuOf(b *testing.B, f func()) int64 {
	runtime.GC()
	before := cpuTime(b)
	f()
	return cpuTime(b) - before
}

func cpuTime(b *testing.B) int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &now); err != nil {
		b.Fatal(err)
	}
	return now.Nano()
}

func readEvents(b *testing.B, file string) {
	f, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r, err := trace.NewReader(f)
	for err == nil {
		_, err = r.ReadEvent()
	}
	if err != io.EOF {
		b.Fatal(err)
	}
}
