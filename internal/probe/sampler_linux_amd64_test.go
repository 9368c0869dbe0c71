package probe

import (
	"bytes"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/perf"
)

// TestSampler: what computes is sampled where it is, in each kind of build, and what waits is not.
func TestSampler(t *testing.T) {
	for _, toolchain := range toolchains() {
		for _, v := range variants {
			t.Run(toolchain+"/"+v.name, func(t *testing.T) {
				bin := build(t, "life", toolchain, v)
				p := open(t, bin, false)
				s := watch(t, p, sampled, bin, "burn")
				succeeded(t, s)
				checkSamples(t, s, profile(t, p, s.sampler.Recording()))
			})
		}
	}
}

// profile returns a recording with symbols.
func profile(t *testing.T, p *Program, rec *perf.Recording) *perf.Profile {
	t.Helper()
	var b bytes.Buffer
	if err := rec.Write(&b, p.File().Frames); err != nil {
		t.Fatal(err)
	}
	got, err := perf.Read(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func checkSamples(t *testing.T, s *sight, got *perf.Profile) {
	t.Helper()
	computing, waiting, last := 0, 0, int64(0)
	line := lineOf(t, "main.go", "x = x*1664525")
	for i, sample := range got.Samples {
		if sample.Time < last {
			t.Errorf("a sample at %d after one at %d", sample.Time, last)
		}
		last = sample.Time
		if sample.Stack.Has("main.readsRaw") && sample.Stack.Has("syscall.read") {
			waiting++
		}
		frames := sample.Stack.Frames()
		if len(frames) == 0 || frames[0].Func != "main.computes" {
			continue // on its way to the scheduler it is there, too
		}
		computing++
		if f := frames[0]; f.Line < line-1 || f.Line > line+1 {
			t.Errorf("it computes at line %d, not %d", f.Line, line)
		}
		if !sample.Stack.Has("main.burn") || !sample.Stack.Has("main.main") || !sample.Stack.Has("runtime.main") {
			t.Errorf("it computes at %v", frames)
		}
		if g := s.ran(t, int64(got.Threads[i]), sample.Time); g != mainGoroutine {
			t.Errorf("goroutine %d computes", g)
		}
	}
	if computing == 0 || got.Lost != 0 {
		t.Errorf("%d samples, %d of them where it computes, %d lost", len(got.Samples), computing, got.Lost)
	}
	if waiting > 2 { // on its way there and back it runs
		t.Errorf("a goroutine that waits in the kernel was stopped %d times", waiting)
	}
	if got.Hz < 1 || got.Hz > 2*int(time.Second/sampleEvery) {
		t.Errorf("%d samples per second of CPU time", got.Hz)
	}
}

// A program that takes the place of another one is not sampled.
func TestSamplerReplaced(t *testing.T) {
	bin := build(t, "life", toolchains()[0], variants[0])
	p := open(t, bin, false)
	s := watch(t, p, sampled, bin, "become")
	rec := s.sampler.Recording()
	if !s.state.Success() || rec.Replaced == 0 || len(rec.Samples) == 0 {
		t.Fatalf("%v, replaced at %d, %d samples", s.state, rec.Replaced, len(rec.Samples))
	}
	if last := rec.Samples[len(rec.Samples)-1]; last.Time >= rec.Replaced {
		t.Errorf("a sample at %d, replaced at %d", last.Time, rec.Replaced)
	}
}

// BenchmarkSampler runs a program that computes with the sampler and without it: what a sample costs the
// program, all in.
func BenchmarkSampler(b *testing.B) {
	bin := build(b, "life", toolchains()[0], variants[0])
	p := open(b, bin, false)
	var looked, plain time.Duration
	samples := 0
	for b.Loop() {
		begin := time.Now()
		s := watch(b, p, sampled, bin, "burn")
		looked += time.Since(begin)
		samples += len(s.sampler.Recording().Samples)
		begin = time.Now()
		watch(b, p, breakpoints, bin, "burn")
		plain += time.Since(begin)
	}
	b.ReportMetric(float64(looked-plain)/float64(samples), "ns/sample")
	b.ReportMetric(float64(samples)/float64(b.N), "samples/run")
	b.ReportMetric(0, "ns/op")
}
