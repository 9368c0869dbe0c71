package startup

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/exp/trace"
	"golang.org/x/sys/unix"
)

// BenchmarkAnalyze compares the whole analysis, from trace to findings, with only reading events, in turns
// and in CPU time of all threads, as ratios of medians: x-trace of reading the same trace, x-read of reading it with the
// CPU samples in it that the kernel took, which lie beside it. Besides the recorded evidence it takes the records in the
// folder that CUPEL_BENCH_STORE names. Run it with GOGC=400, as cupel runs.
//
// Each is done once before it counts, so that it finds its memory as it left it: the runtime gives back to the system
// what the one before did not need, and to get it again costs more than a microsecond per page.
//
// What the runs were (observed.json), which no trace has, is read before and not counted.
func BenchmarkAnalyze(b *testing.B) { benchmarkArms(b, cpuAgain) }

// BenchmarkAnalyzeOnce is BenchmarkAnalyze with a process for each time: what is done finds nothing prepared by an
// earlier time, neither code nor memory, as where cupel analyses one record.
func BenchmarkAnalyzeOnce(b *testing.B) { benchmarkArms(b, cpuAlone) }

// BenchmarkAnalyzeMany is BenchmarkAnalyze with each done many times in a row, and garbage collected as it comes, as is
// usual for benchmarks.
func BenchmarkAnalyzeMany(b *testing.B) { benchmarkArms(b, cpuOfMany) }

// arm is what a benchmark measures: one way to look at the evidence in dir.
type arm struct {
	read string // the trace to read; "" analyses
	dir  string
	seen *observed
}

func (a arm) do(t testing.TB) {
	if a.read != "" {
		readEvents(t, a.read)
		return
	}
	o, _, err := a.seen.observation(a.dir)
	if err != nil {
		t.Fatal(err)
	}
	n := a.seen.namer()
	n.findings(o, o.slices())
}

// cpu returns the CPU time of all threads in ns while a is done, which begins on a clean heap.
func (a arm) cpu(t testing.TB) int64 {
	runtime.GC()
	before := cpuTime(t)
	a.do(t)
	return cpuTime(t) - before
}

func cpuAgain(b *testing.B, a arm) int64 {
	a.do(b)
	return a.cpu(b)
}

func cpuOfMany(b *testing.B, a arm) int64 {
	const many = 30
	a.do(b)
	before := cpuTime(b)
	for range many {
		a.do(b)
	}
	return (cpuTime(b) - before) / many
}

// The variables by which cpuAlone tells BenchmarkArm what to do, and where to put what it takes.
const (
	armRead = "CUPEL_BENCH_READ"
	armDir  = "CUPEL_BENCH_DIR"
	armTook = "CUPEL_BENCH_TOOK"
)

func cpuAlone(b *testing.B, a arm) int64 {
	took := filepath.Join(b.TempDir(), "took")
	cmd := exec.Command(os.Args[0], "-test.run", "^$", "-test.bench", "^BenchmarkArm$", "-test.benchtime", "1x")
	cmd.Env = append(os.Environ(), armRead+"="+a.read, armDir+"="+a.dir, armTook+"="+took)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(took)
	if err != nil {
		b.Fatal(err)
	}
	ns, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return ns
}

// BenchmarkArm is what BenchmarkAnalyzeOnce executes.
func BenchmarkArm(b *testing.B) {
	took := os.Getenv(armTook)
	if took == "" {
		b.Skip("it is executed by BenchmarkAnalyzeOnce")
	}
	a := arm{read: os.Getenv(armRead), dir: os.Getenv(armDir)}
	var err error
	if a.seen, err = loadObserved(a.dir); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(took, strconv.AppendInt(nil, a.cpu(b), 10), 0o600); err != nil {
		b.Fatal(err)
	}
}

func benchmarkArms(b *testing.B, cpu func(*testing.B, arm) int64) {
	files, err := filepath.Glob("testdata/recorded/*/" + fileTrace)
	if err != nil {
		b.Fatal(err)
	}
	if store := os.Getenv("CUPEL_BENCH_STORE"); store != "" {
		more, err := filepath.Glob(filepath.Join(store, "*", fileTrace))
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, more...)
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		b.Run(filepath.Base(dir), func(b *testing.B) { compareArms(b, dir, cpu) })
	}
}

func compareArms(b *testing.B, dir string, cpu func(*testing.B, arm) int64) {
	seen, err := loadObserved(dir)
	if err != nil {
		b.Fatal(err)
	}
	all, sampled := withSamples(b, dir), filepath.Join(b.TempDir(), fileTrace)
	if err := os.WriteFile(sampled, all, 0o600); err != nil {
		b.Fatal(err)
	}
	arms := []arm{
		{read: filepath.Join(dir, fileTrace), dir: dir, seen: seen},
		{read: sampled, dir: dir, seen: seen},
		{dir: dir, seen: seen},
	}
	var took [3][]int64
	for b.Loop() {
		for i, a := range arms {
			took[i] = append(took[i], cpu(b, a))
		}
	}
	var median [3]float64
	for i, all := range took {
		slices.Sort(all)
		median[i] = float64(all[len(all)/2])
	}
	b.ReportMetric(median[2]/median[0], "x-trace")
	b.ReportMetric(median[2]/median[1], "x-read")
	b.ReportMetric(median[2]/1e3, "CPU-µs")
	b.ReportMetric(float64(len(all)), "trace-bytes")
}

func cpuTime(t testing.TB) int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &now); err != nil {
		t.Fatal(err)
	}
	return now.Nano()
}

func readEvents(t testing.TB, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := trace.NewReader(f)
	for err == nil {
		_, err = r.ReadEvent()
	}
	if err != io.EOF {
		t.Fatal(err)
	}
}
