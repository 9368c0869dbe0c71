package bench

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/comparison"
)

func TestSplitBench(t *testing.T) {
	tests := []struct{ text, function, within, wrong string }{
		{text: ".", function: "."},
		{text: "Encode|Decode", function: "Encode|Decode"},
		{text: "Encode/size=64", function: "Encode", within: "/size=64"},
		{text: "(En|De)code/a/b", function: "(En|De)code", within: "/a/b"},
		{text: "/a", within: "/a"},
		{text: `A\/b`, function: `A\/b`},
		{text: "[/]", function: "[/]"},
		{text: "A|B/x", wrong: "brackets"},
		{text: "A/x|B", wrong: "brackets"},
		{text: "(", wrong: "missing closing"},
		{text: "A/*", wrong: "missing argument"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			function, within, err := splitBench(test.text)
			if test.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("error %v, want one with %q", err, test.wrong)
				}
				return
			}
			if err != nil || function.String() != test.function || within != test.within {
				t.Errorf("splitBench = %v, %q, %v, want %q, %q", function, within, err, test.function, test.within)
			}
		})
	}
}

// TestGoCheck holds what is refused before anything is built.
func TestGoCheck(t *testing.T) {
	tests := []struct {
		name  string
		o     GoOptions
		wrong string
	}{
		{"nothing to compare with", GoOptions{}, "nothing to compare with"},
		{"two things", GoOptions{Against: "HEAD", PGO: "x"}, "differ in one thing"},
		{"one version", GoOptions{Versions: []string{"1.26"}}, "alone"},
		{"no packages", GoOptions{Against: "HEAD"}, "no packages"},
		{"benchtime", GoOptions{Against: "HEAD", Packages: []string{"."}, Benchtime: "-1s"}, "benchtime"},
		{"iterations", GoOptions{Against: "HEAD", Packages: []string{"."}, Benchtime: "0x"}, "benchtime"},
		{"cpu", GoOptions{Against: "HEAD", Packages: []string{"."}, Benchtime: "1x", CPUs: "1,,2"}, "cpu"},
		{"metric", GoOptions{Against: "HEAD", Packages: []string{"."}, Benchtime: "1x", Expect: "ratio(/bench/op:second) <= 1"}, "did you mean"},
		{"good", GoOptions{Against: "HEAD", Packages: []string{"."}, Benchtime: "1x", CPUs: "1,2", Expect: "ratio(/bench/reported/p99-sec:seconds) <= 1"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.o.check()
			if test.wrong == "" && err != nil || test.wrong != "" && (err == nil || !strings.Contains(err.Error(), test.wrong)) {
				t.Errorf("error %v, want one with %q", err, test.wrong)
			}
		})
	}
}

func TestBenchmarkLines(t *testing.T) {
	long := "Benchmark" + strings.Repeat("x", longestBenchmarkLine)
	b := &benchmarkLines{}
	for _, part := range []string{"goos: linux\nBench", "markA 1 2 ns/op\nhello\nUnit x better=higher\n" + long, "\nBenchmarkB 1 ", "3 ns/op"} {
		if n, err := b.Write([]byte(part)); n != len(part) || err != nil {
			t.Errorf("Write = %d, %v", n, err)
		}
	}
	want := "BenchmarkA 1 2 ns/op\nUnit x better=higher\nBenchmarkB 1 3 ns/op\n"
	if got := string(b.end()); got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
}

// TestNamed: what package testing puts behind a name is taken off, and what belongs to it stays.
func TestNamed(t *testing.T) {
	tests := []struct {
		name     string
		cpus     []int
		in, want []string
	}{
		{"all alike", nil, []string{"A-2", "A/size=10-2"}, []string{"A", "A/size=10"}},
		{"one CPU", nil, []string{"A/n-10", "A/n-20"}, []string{"A/n-10", "A/n-20"}},
		{"no suffix", nil, []string{"A"}, []string{"A"}},
		{"asked for one", []int{4}, []string{"A/n-10-4", "A/n-20-4"}, []string{"A/n-10", "A/n-20"}},
		{"asked for one that has none", []int{1}, []string{"A/n-10"}, []string{"A/n-10"}},
		{"asked for several", []int{1, 2}, []string{"A", "A-2"}, []string{"A", "A-2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var readings []comparison.Reading
			for _, name := range test.in {
				readings = append(readings, comparison.Reading{Benchmark: name})
			}
			(&goContest{cpus: test.cpus}).named(readings)
			var got []string
			for _, r := range readings {
				got = append(got, r.Benchmark)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMetricOf(t *testing.T) {
	tests := []struct {
		in    comparison.Reading
		want  string
		shown string
	}{
		{comparison.Reading{Unit: "sec/op", Base: "seconds"}, MetricOp, "sec/op"},
		{comparison.Reading{Unit: "cpu-sec/op", Base: "seconds"}, MetricOpCPU, "cpu-sec/op"},
		{comparison.Reading{Unit: "B/op", Base: "bytes"}, MetricOpBytes, "B/op"},
		{comparison.Reading{Unit: "allocs/op", Base: "count"}, MetricOpAllocs, "allocs/op"},
		{comparison.Reading{Unit: "B/s", Base: "bytes"}, MetricThroughput, "B/s"},
		{comparison.Reading{Unit: "p99-sec", Base: "seconds"}, "/bench/reported/p99-sec:seconds", "p99-sec"},
		{comparison.Reading{Unit: "hits{a:b}/op", Base: "count"}, "/bench/reported/hits_a_b_/op:count", "hits_a_b_/op"},
	}
	for _, test := range tests {
		m := metricOf(&test.in)
		if m.Name != test.want || unitShown(m.Name) != test.shown || m.Better == "" && test.want == MetricOp {
			t.Errorf("metricOf(%q) = %+v, shown as %q, want %s, %q", test.in.Unit, m, unitShown(m.Name), test.want, test.shown)
		}
	}
}

func TestExactSeries(t *testing.T) {
	tests := []struct {
		name    string
		samples [][]float64
		want    bool
	}{
		{"all alike", [][]float64{{4, 4}, {2, 2}, {4, 4}}, true},
		{"one run", [][]float64{{4}, {2}, {4}}, false},
		{"the baseline varies", [][]float64{{4, 5}, {2, 2}, {4, 4}}, false},
		{"the baseline differs from itself", [][]float64{{4, 4}, {2, 2}, {5, 5}}, false},
		{"the candidate has none", [][]float64{{4, 4}, nil, {4, 4}}, false},
	}
	for _, test := range tests {
		if got := (&goSeries{samples: test.samples}).exact(); got != test.want {
			t.Errorf("%s: exact = %t, want %t", test.name, got, test.want)
		}
	}
}

// TestWithCPU holds that this toolchain's package testing, and that of others in the module cache, take the clock.
func TestWithCPU(t *testing.T) {
	told, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	own, cache, _ := strings.Cut(strings.TrimSpace(string(told)), "\n")
	roots, err := filepath.Glob(filepath.Join(cache, "golang.org", "toolchain@*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range append(roots, own) {
		source, err := os.ReadFile(filepath.Join(root, "src", "testing", "benchmark.go"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := withCPU(string(source)); err != nil {
			t.Errorf("%s: %v", root, err)
		}
		if _, err := withCPU(strings.Replace(string(source), "\tb.duration = 0", "\tb.duration = zero", 1)); err == nil {
			t.Errorf("%s: another package testing was taken for this", root)
		}
	}
}

const (
	plantedModule = "module example.com/planted\n\ngo 1.21\n"
	plantedTest   = `package planted

import (
	"os"
	"testing"
)

var sink int

func BenchmarkWork(b *testing.B) {
	n := 20000
	if os.Getenv("PLANTED") != "" {
		n *= 2
	}
	for i := 0; i < b.N; i++ {
		for j := 0; j < n; j++ {
			sink += j
		}
	}
}
`
)

// TestGoFindsTwice plants twice the work, which CPU time shows whatever else the machine does.
func TestGoFindsTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds tests and runs them 24 times")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": plantedModule, "planted_test.go": plantedTest} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := GoOptions{Options: testOptions(t), Packages: []string{"."}, Vars: []string{"PLANTED=1"}, Benchtime: "300x", Expect: "ratio(" + MetricOpCPU + ") <= 1.05"}
	o.Dir, o.Turns = dir, 8
	res, err := Go(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if v := res.Record.Verdicts; len(v) != 1 || v[0].Outcome != "fails" || v[0].Measured == nil || v[0].Measured[0] > 2.2 || v[0].Measured[1] < 1.8 {
		t.Errorf("verdicts %+v, want one that fails, with an interval around 2", v)
	}
	rows := res.GoRows()
	at := slices.IndexFunc(rows, func(r comparison.Row) bool { return r.Metric == MetricOpCPU })
	if at < 0 || rows[at].Outcome != comparison.Regressed {
		t.Errorf("rows %+v, want CPU time to have regressed", rows)
	}
}
