package bench

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
)

// fileBenchmarks is the artifact that holds all samples in the Go benchmark format.
const fileBenchmarks = "benchmarks.txt"

// Benchmarks is the name of that artifact.
func (r *Result) Benchmarks() string { return fileBenchmarks }

// benchmarksOf writes the samples in the Go benchmark format, package by package.
func benchmarksOf(rec *evidence.Record, b *goBuilder) ([]byte, error) {
	by := map[string][]comparison.ArmSeries{}
	for i := range rec.Metrics {
		m := &rec.Metrics[i]
		benchmark, ok := m.Labels[labelBenchmark]
		if !ok {
			continue
		}
		if n := m.Labels[labelCPUs]; n != "" {
			benchmark += "-" + n
		}
		key := m.Labels[labelPackage]
		by[key] = append(by[key], comparison.ArmSeries{
			Arm: armInFile(rec, m.Labels[labelArm]), Benchmark: benchmark, Unit: unitShown(m.Name), Better: m.Better,
			Class: comparison.Class(max(0, slices.Index(classes, m.Class))), Samples: m.Samples,
		})
	}
	var out bytes.Buffer
	for _, key := range append([]string{""}, b.keys...) {
		if by[key] == nil {
			continue
		}
		config := map[string]string{"goos": rec.Host.OS, "goarch": rec.Host.Arch, "pkg": cmp.Or(rec.Subject.Package, b.pathOf(key))}
		if cpu := strings.TrimSpace(rec.Host.CPU); cpu != "" {
			config["cpu"] = cpu
		}
		if err := comparison.WriteArms(&out, by[key], config); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// pathOf is the import path of a package of the last arm that has it.
func (b *goBuilder) pathOf(key string) string {
	for _, a := range slices.Backward(b.arms) {
		if p := a.packages[key]; p != nil {
			return p.path
		}
	}
	return key
}

// armInFile is what an arm is called in a file: two are baseline and candidate, as in those of cupel compare.
func armInFile(rec *evidence.Record, arm string) string {
	switch {
	case len(rec.Arms) != 2:
		return arm
	case arm == rec.Arms[0].Name:
		return "baseline"
	case arm == rec.Arms[1].Name:
		return "candidate"
	}
	return "again"
}
