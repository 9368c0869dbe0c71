package startup

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/store"
)

// BenchmarkOutside runs executables plainly and looked at from outside, in turns: x-wall and x-cpu are what
// observing multiplies the time to ready and its CPU time by, x-told the time to ready without that for which
// the program is known to have stood still. It takes the executables that CUPEL_BENCH_EXECUTABLES names, between
// colons, which must end or listen by themselves, or else two that are planted.
func BenchmarkOutside(b *testing.B) {
	if err := mayLookOutside(); err != nil {
		b.Skip(err)
	}
	files := filepath.SplitList(os.Getenv("CUPEL_BENCH_EXECUTABLES"))
	if len(files) == 0 {
		files = []string{plant(b, "quiet-inits/quiet"), plant(b, "regexp-at-init/slow")}
	}
	for _, file := range files {
		for _, by := range []string{ObservePtrace, ObserveBPF} {
			b.Run(filepath.Base(file)+"/"+by, func(b *testing.B) {
				if err := mayUseKernel(); err != nil && by == ObserveBPF {
					b.Skip(err)
				}
				benchmarkOutside(b, file, by)
			})
		}
	}
}

// plant builds a planted program, stripped.
func plant(b *testing.B, name string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), filepath.Base(filepath.Dir(name)))
	cmd := exec.CommandContext(b.Context(), "go", "build", "-ldflags=-s -w", "-o", path, "./"+filepath.Base(name))
	cmd.Dir = filepath.Join("testdata/planted", filepath.Dir(name))
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

func benchmarkOutside(b *testing.B, file, by string) {
	ready, err := experiment.ParseReady(experiment.Auto)
	if err != nil {
		b.Fatal(err)
	}
	var wall, cpu, told ratioOfSums
	for b.Loop() {
		res, err := Run(context.Background(), Options{
			Target: file, Mode: ModeBinary, Observe: by, Ready: ready, Env: os.Environ(), Runs: 1, Timeout: DefaultTimeout,
			Budget: DefaultBudget, Grace: DefaultGrace, Store: store.Open(b.TempDir()), Now: time.Now,
		})
		if err != nil {
			b.Fatal(err)
		}
		seen, err := loadObserved(filepath.Dir(res.Path))
		if err != nil || seen.Trace == nil {
			b.Fatalf("it was not observed: %v", err)
		}
		traced, plain := seen.Trace, &seen.Plain[0]
		wall.add(float64(traced.Ready-traced.Start), float64(plain.Ready-plain.Start))
		cpu.add(traced.CPUReady, plain.CPUReady)
		told.add(float64(traced.Ready-traced.Start)-1e9*classFor(res.Record, classHeld), float64(plain.Ready-plain.Start))
	}
	b.ReportMetric(wall.ratio(), "x-wall")
	b.ReportMetric(cpu.ratio(), "x-cpu")
	b.ReportMetric(told.ratio(), "x-told")
	b.ReportMetric(0, "ns/op")
}

// ratioOfSums is how much more there is of one thing than of another.
type ratioOfSums struct{ sum, base float64 }

func (r *ratioOfSums) add(v, base float64) { r.sum, r.base = r.sum+v, r.base+base }

func (r *ratioOfSums) ratio() float64 { return r.sum / r.base }
