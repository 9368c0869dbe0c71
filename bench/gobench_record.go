package bench

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// What Go benchmarks measure. What a benchmark reports with another unit has a name that begins with prefixReported.
const (
	MetricOp         = "/bench/op:seconds"
	MetricOpCPU      = "/bench/op/cpu:seconds"
	MetricOpBytes    = "/bench/op:bytes"
	MetricOpAllocs   = "/bench/op/allocs:count"
	MetricThroughput = "/bench/throughput:bytes" // a second

	prefixReported = "/bench/reported/"
)

// The labels of what Go benchmarks measure, besides that of the arm.
const (
	labelBenchmark = "benchmark" // its name without "Benchmark" and the number of CPUs
	labelPackage   = "package"   // its path below the module's, where several packages take part
	labelCPUs      = "cpus"      // where --cpu names several
)

// GoMetrics are what every Go benchmark may give.
func GoMetrics() []Metric {
	return []Metric{
		{MetricOp, "wall time per operation, as package testing measures it: the mean of a run", "lower", "wall", false},
		{MetricOpCPU, "CPU time of the process per operation, other goroutines and the garbage collector included, while the benchmark's timer runs", "lower", "cpu", false},
		{MetricOpBytes, "bytes allocated per operation; exact where all runs give the same", "lower", "bytes", false},
		{MetricOpAllocs, "allocations per operation; exact where all runs give the same", "lower", "count", false},
		{MetricThroughput, "bytes processed a second, of benchmarks that call SetBytes", "higher", "wall", false},
	}
}

// goUnits are the units of GoMetrics, in their order, as benchstat has them.
var goUnits = []string{"sec/op", "cpu-sec/op", "B/op", "allocs/op", "B/s"}

// metricOf is the metric of a reading.
func metricOf(r *comparison.Reading) Metric {
	if i := slices.Index(goUnits, r.Unit); i >= 0 {
		return GoMetrics()[i]
	}
	plain := strings.Map(func(c rune) rune {
		if strings.ContainsRune("{}(),=<>!\":≤≥≠", c) {
			return '_'
		}
		return c
	}, r.Unit)
	return Metric{Name: prefixReported + plain + ":" + r.Base, Doc: "what benchmarks report as " + r.Unit, Better: r.Better, Class: classes[r.Class]}
}

// unitShown is the unit of a metric as benchstat has it.
func unitShown(metric string) string {
	for i, m := range GoMetrics() {
		if m.Name == metric {
			return goUnits[i]
		}
	}
	rest := strings.TrimPrefix(metric, prefixReported)
	return rest[:max(0, strings.LastIndexByte(rest, ':'))]
}

// A seriesKey is what tells series of a function apart.
type seriesKey struct{ benchmark, unit string }

// A goSeries is what all parts gave of a unit of a benchmark.
type goSeries struct {
	seriesKey
	first   comparison.Reading
	samples [][]float64 // by part
}

// series are all of a function, in the order in which they were printed first.
func (f *goFunction) series() (all []*goSeries) {
	at, order := map[seriesKey]*goSeries{}, map[string]int{}
	add := func(part int, r *comparison.Reading, seen map[seriesKey]bool) {
		key := seriesKey{r.Benchmark, r.Unit}
		s := at[key]
		if s == nil {
			if _, known := order[r.Benchmark]; !known {
				order[r.Benchmark] = len(order)
			}
			s = &goSeries{seriesKey: key, first: *r, samples: make([][]float64, len(f.runs))}
			at[key] = s
			all = append(all, s)
		}
		if !seen[key] {
			s.samples[part] = append(s.samples[part], r.Value)
		}
		seen[key] = true
	}
	for part, runs := range f.runs {
		for _, run := range runs {
			seen := map[seriesKey]bool{}
			for i := range run.readings {
				add(part, &run.readings[i], seen)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *goSeries) int {
		return cmp.Or(cmp.Compare(order[a.benchmark], order[b.benchmark]), cmp.Compare(unitRank(a.unit), unitRank(b.unit)))
	})
	return all
}

// unitRank orders units: those of every benchmark first.
func unitRank(u string) int {
	if i := slices.Index(goUnits, u); i >= 0 {
		return i
	}
	return len(goUnits)
}

// leastExact is how many runs of an arm, all alike, say that all are.
const leastExact = 2

// exact reports whether every run of an arm gave the same, and the baseline twice.
func (s *goSeries) exact() bool {
	for _, samples := range s.samples {
		if len(samples) < leastExact || slices.Min(samples) != slices.Max(samples) {
			return false
		}
	}
	last := s.samples[len(s.samples)-1] // the baseline again
	return last[0] == s.samples[0][0]
}

// ofFunction are the metrics of a function, and what some arms or runs did not give.
func (g *goContest) ofFunction(f *goFunction) (all []evidence.Metric, skipped []evidence.Skipped) {
	n := len(f.runs[0])
	for _, s := range f.series() {
		m := metricOf(&s.first)
		exact := s.exact() && !slices.Contains([]string{MetricOp, MetricOpCPU, MetricThroughput}, m.Name)
		if exact && m.Class == "wall" {
			m.Class = "count" // it is no time
		}
		for part, name := range g.parts() {
			samples := s.samples[part]
			if len(samples) < n {
				skipped = lacking(skipped, f, s, name, n-len(samples), n)
				continue
			}
			all = append(all, evidence.Metric{
				Name: m.Name, Unit: m.unit(), Better: m.Better, Pass: passPlain, Class: m.Class, Exact: exact, Doc: m.Doc,
				Labels: g.labels(f, s.benchmark, name), Samples: samples, Summary: stats.Summarize(samples),
			})
		}
	}
	if all == nil && skipped == nil {
		skipped = append(skipped, evidence.Skipped{What: f.String(), Why: "it gave no result: it may skip itself, or print into its line"})
	}
	return all, skipped
}

// lacking notes that a part did not give a series in some of its runs. Where it never did, it has no such benchmark.
func lacking(all []evidence.Skipped, f *goFunction, s *goSeries, part string, runs, of int) []evidence.Skipped {
	one := evidence.Skipped{What: s.benchmark + " " + s.unit + " of " + f.key, Why: fmt.Sprintf("%d of %d runs of %s did not give it", runs, of, part)}
	if runs == of {
		if strings.HasSuffix(part, again("")) {
			return all
		}
		one = evidence.Skipped{What: s.benchmark + " of " + f.key, Why: "not compared: " + part + " has no such benchmark"}
		if s.unit != goUnits[0] && slices.Contains(goUnits, s.unit) {
			return all // said already
		}
	}
	return append(all, one)
}

// labels are those of a benchmark and an arm.
func (g *goContest) labels(f *goFunction, benchmark, arm string) map[string]string {
	labels := map[string]string{labelArm: arm, labelBenchmark: benchmark}
	if g.several {
		labels[labelPackage] = f.key
	}
	if len(g.cpus) > 1 {
		labels[labelCPUs] = "1"
		if found := cpuSuffix().FindStringSubmatch(benchmark); found != nil {
			if n, err := strconv.Atoi(found[1]); err == nil && slices.Contains(g.cpus, n) {
				labels[labelBenchmark], labels[labelCPUs] = strings.TrimSuffix(benchmark, found[0]), found[1]
			}
		}
	}
	return labels
}

// result judges what was measured and stores it.
func (g *goContest) result() (*Result, error) {
	var metrics []evidence.Metric
	var skipped []evidence.Skipped
	for _, f := range g.functions {
		all, lack := g.ofFunction(f)
		metrics, skipped = append(metrics, all...), append(skipped, lack...)
	}
	if len(metrics) == 0 {
		return nil, fmt.Errorf("%w: none of %d gave a result: they may skip themselves, or print into their lines", ErrNoBenchmark, len(g.functions))
	}
	rec := g.record()
	rec.Metrics = append(metrics, rec.Metrics...)
	rec.Skipped = slices.Concat(rec.Skipped, g.builder.skipped, skipped)
	rec.Warnings = slices.Concat(rec.Warnings, g.builder.notes, g.short())
	g.describe(rec)
	if g.expect != nil {
		rec.Verdicts = viewOf(rec).expected(g.expect)
	}
	text, err := benchmarksOf(rec, g.builder)
	if err != nil {
		return nil, err
	}
	path, err := g.keep(rec, map[string][]byte{fileBenchmarks: text})
	return &Result{Record: rec, Path: path}, err
}

// describe says what was tested.
func (g *goContest) describe(rec *evidence.Record) {
	rec.Subject = evidence.Subject{Module: g.builder.module, Args: g.builder.Packages}
	candidate := g.builder.arms[len(g.builder.arms)-1]
	if !g.several {
		rec.Subject.Package = candidate.packages[g.functions[0].key].path
	}
	rec.Subject.Build = map[string]string{"-bench": g.builder.Bench, "-benchtime": g.builder.Benchtime}
	if g.builder.CPUs != "" {
		rec.Subject.Build["-cpu"] = g.builder.CPUs
	}
	args := strings.Fields("go test -run ^$ -benchmem -count 1 -benchtime " + g.builder.Benchtime)
	for i := range rec.Arms {
		rec.Arms[i].Command = append(slices.Clone(args), "-bench", g.builder.Bench)
	}
}

// short says that the budget did not last for the plan.
func (g *goContest) short() []evidence.Warning {
	n := len(g.samples[0])
	if n >= g.looks.Most() || len(g.open()) == 0 {
		return nil
	}
	text := fmt.Sprintf("the budget of %v lasted for %d of %d turns; benchmark functions: %d", g.budget(), n, g.looks.Most(), len(g.functions))
	if first := stats.DefaultSpending().First; n < first {
		each := time.Duration((g.samples[0][n-1].start - g.samples[0][0].start) / float64(max(1, n-1)) * float64(time.Second))
		if n == 1 {
			each = g.budget()
		}
		text += fmt.Sprintf("; --budget %v would have them run the usual %d times, --bench leaves some out", (time.Duration(first)*each).Round(time.Minute)+time.Minute, first)
	}
	return []evidence.Warning{{Text: text}}
}
