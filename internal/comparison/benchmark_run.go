package comparison

import (
	"fmt"
	"io"
	"slices"

	"golang.org/x/perf/benchfmt"
)

// A Reading is a value that one run of a Go benchmark printed.
type Reading struct {
	Benchmark string // without "Benchmark", with the number of CPUs: "Encode/size=10-2"
	Unit      string // as benchstat has it: sec/op, B/op, allocs/op, B/s, or what the benchmark reports
	Base      string // of the value as package unit knows it: seconds, bytes, or count
	Better    string // lower, higher or none
	Class     Class
	Exact     bool // every run is said to give the same
	Value     float64
}

// ReadRun reads what a test binary printed with -test.bench. Lines that cannot be read are noted. Name is for messages.
func ReadRun(name string, text io.Reader) (all []Reading, notes []string, err error) {
	c := &collector{}
	if err := c.scan(BenchmarkFile{name, text}, armBaseline); err != nil {
		return nil, nil, fmt.Errorf("reading benchmarks: %w", err)
	}
	for _, r := range c.results {
		s := ofUnit(c.reader.Units(), r.unit, r.name)
		base := s.baseUnit()
		if base != "seconds" && base != "bytes" {
			base = "count"
		}
		all = append(all, Reading{Benchmark: r.name, Unit: r.unit, Base: base, Better: s.Better, Class: s.Class, Exact: s.Exact, Value: r.value})
	}
	return all, c.notes, nil
}

// An ArmSeries is what one arm has of one unit of one benchmark.
type ArmSeries struct {
	Arm, Benchmark, Unit string
	Better               string
	Class                Class
	Samples              []float64
}

// WriteArms writes the samples of arms that were run in turns, below lines "arm: NAME", else as [WriteBenchmarks].
func WriteArms(w io.Writer, all []ArmSeries, config map[string]string) error {
	var arms []string
	by := map[string][]Series{}
	var every []Series
	for _, a := range all {
		if !slices.Contains(arms, a.Arm) {
			arms = append(arms, a.Arm)
		}
		s := Series{Metric: a.Unit, Unit: a.Unit, Label: a.Benchmark, Better: a.Better, Class: a.Class, Paired: true, Baseline: a.Samples}
		by[a.Arm] = append(by[a.Arm], s)
		every = append(every, s)
	}
	if err := checkArms(arms, every, config); err != nil {
		return fmt.Errorf("writing benchmarks: %w", err)
	}
	out := benchfmt.NewWriter(w)
	if err := writeUnits(out, every); err != nil {
		return fmt.Errorf("writing benchmarks: %w", err)
	}
	for _, arm := range arms {
		for _, g := range together(by[arm], armBaseline) {
			if err := g.write(out, armBaseline, arm, config); err != nil {
				return fmt.Errorf("writing benchmarks: %w", err)
			}
		}
	}
	return nil
}

func checkArms(arms []string, all []Series, config map[string]string) error {
	for _, arm := range arms {
		if err := checkConfig(map[string]string{"x": arm}); err != nil { // the key is taken, the value has the same rules
			return err
		}
	}
	if err := checkConfig(config); err != nil {
		return err
	}
	return checkUnits(all)
}
