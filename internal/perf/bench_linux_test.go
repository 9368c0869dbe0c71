package perf

import (
	"fmt"
	"os"
	"slices"
	"testing"
)

// BenchmarkSampled runs a program of a quarter of a second of CPU time plainly and sampled, in
// turns, and compares the medians of its CPU time: x-plain is their ratio. The benchmark's own
// time is not of interest.
func BenchmarkSampled(b *testing.B) {
	needPerf(b)
	for _, hz := range []int{1000, 10_000, 20_000} {
		b.Run(fmt.Sprintf("%dHz", hz), func(b *testing.B) { benchmarkSampled(b, hz) })
	}
}

func benchmarkSampled(b *testing.B, hz int) {
	s := newSession(b)
	var plain, sampled, rate []float64
	var lost, throttled uint64
	for b.Loop() {
		plain = append(plain, start(b, s, command("work")).CPU)
		run, rec := sample(b, s, "work", hz)
		sampled = append(sampled, run.CPU)
		rate = append(rate, float64(len(rec.Samples))/run.CPU)
		lost += rec.Lost
		throttled += rec.Throttled
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(plain)*1e3, "plain-ms")
	b.ReportMetric(median(sampled)/median(plain), "x-plain")
	b.ReportMetric(slices.Min(sampled)/slices.Min(plain), "x-plain-min")
	b.ReportMetric(median(rate), "samples/cpu-s")
	b.ReportMetric(float64(lost), "lost")
	b.ReportMetric(float64(throttled), "throttled")
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// BenchmarkOpen is what the program stands still for at its exec, and Stop.
func BenchmarkOpen(b *testing.B) {
	needPerf(b)
	for b.Loop() {
		s, err := Open(os.Getpid(), 10_000)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Stop(); err != nil {
			b.Fatal(err)
		}
	}
}
