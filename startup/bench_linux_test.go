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

// BenchmarkAnalyze compares the whole analysis, from trace to findings, with only reading events, in turns
// and in CPU time of all threads, as ratios of medians: x-trace of reading the same trace, x-read of reading it with the
// CPU samples in it that the kernel took, which lie beside it. Besides the recorded evidence it takes the records in the
// folder that CUPEL_BENCH_STORE names. Run it with GOGC=400, as cupel runs.
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
	all, sampled := withSamples(b, dir), filepath.Join(b.TempDir(), fileTrace)
	if err := os.WriteFile(sampled, all, 0o600); err != nil {
		b.Fatal(err)
	}
	var alone, read, analysis []int64
	for b.Loop() {
		alone = append(alone, cpuOf(b, func() { readEvents(b, file) }))
		read = append(read, cpuOf(b, func() { readEvents(b, sampled) }))
		analysis = append(analysis, cpuOf(b, func() {
			o, _, err := seen.observation(dir)
			if err != nil {
				b.Fatal(err)
			}
			n := seen.namer()
			n.findings(o, o.slices())
		}))
	}
	median := func(all []int64) float64 {
		slices.Sort(all)
		return float64(all[len(all)/2])
	}
	b.ReportMetric(median(analysis)/median(alone), "x-trace")
	b.ReportMetric(median(analysis)/median(read), "x-read")
	b.ReportMetric(median(analysis)/1e3, "CPU-µs")
	b.ReportMetric(float64(len(all)), "trace-bytes")
}

// cpuOf returns the CPU time of all threads in ns while f runs, which begins on a clean heap.
func cpuOf(b *testing.B, f func()) int64 {
	f()
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
