package comparison

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/golden"
)

func benchmarkFile(t testing.TB, name string) BenchmarkFile {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "benchmarks", name))
	if err != nil {
		t.Fatal(err)
	}
	return BenchmarkFile{name, bytes.NewReader(data)}
}

func readBenchmarks(t testing.TB, files ...BenchmarkFile) *Benchmarks {
	t.Helper()
	b, err := ReadBenchmarks(files...)
	if err != nil {
		t.Fatalf("ReadBenchmarks: %v", err)
	}
	return b
}

// statRow is a line of what benchstat prints as CSV.
type statRow struct{ old, oldCI, new, newCI, p string }

// benchstat reads what `benchstat -format csv` of golang.org/x/perf v0.0.0-20260908200009-22c9c6c9d4da printed,
// by name and unit, without geometric means.
func benchstat(t *testing.T, name string) map[string]statRow {
	t.Helper()
	in := csv.NewReader(benchmarkFile(t, name).Text)
	in.FieldsPerRecord = -1
	out := map[string]statRow{}
	unit := ""
	for {
		line, err := in.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case len(line) < 7, line[0] == "geomean":
		case line[0] == "":
			unit = line[1]
		default:
			out[line[0]+" "+unit] = statRow{line[1], line[2], line[3], line[4], line[6]}
		}
	}
}

// TestAgreesWithBenchstat compares medians, intervals and p with what benchstat printed for the same files.
func TestAgreesWithBenchstat(t *testing.T) {
	b := readBenchmarks(t, benchmarkFile(t, "old.txt"), benchmarkFile(t, "new.txt"))
	want := benchstat(t, "benchstat.csv")
	for _, row := range Judge(b.Series, Options{Effect: 0.03, Level: 0.95}) {
		if row.Statistic != statMedian {
			continue
		}
		name := row.Label + " " + row.Metric
		w, there := want[name]
		if !there {
			t.Errorf("benchstat has no %q", name)
			continue
		}
		delete(want, name)
		got := statRow{old: strconv.FormatFloat(row.Old, 'g', -1, 64), new: strconv.FormatFloat(row.New, 'g', -1, 64)}
		switch {
		case row.Arms != nil:
			got.oldCI, got.newCI = percent(row.Arms.Baseline.Lo, row.Old, row.Arms.Baseline.Hi), percent(row.Arms.Candidate.Lo, row.New, row.Arms.Candidate.Hi)
			got.p = fmt.Sprintf("p=%.3f n=%d", row.Arms.P, len(row.Baseline))
		case row.Outcome == NoDifference: // of exact values, of which benchstat thinks as of all others
			got.oldCI, got.newCI, got.p = "0%", "0%", "p=1.000 n=8"
		default:
			got.oldCI, got.newCI, got.p = "0%", "0%", "p=0.000 n=8"
		}
		if got != w {
			t.Errorf("%s: %+v, and benchstat says %+v", name, got, w)
		}
	}
	if len(want) > 0 {
		t.Errorf("benchstat has more: %v", want)
	}
}

func percent(lo, middle, hi float64) string {
	return fmt.Sprintf("%.0f%%", 100*max(hi/middle-1, 1-lo/middle))
}

func TestBenchmarkDocument(t *testing.T) {
	b := readBenchmarks(t, benchmarkFile(t, "old.txt"), benchmarkFile(t, "new.txt"))
	r := &Result{Baseline: "old.txt", Candidate: "new.txt", Rows: Judge(b.Series, Options{Effect: 0.03, Level: 0.95}), Notes: b.Notes}
	golden.Check(t, filepath.Join("testdata", "benchmarks.golden"), []byte(render(t, r, false)))
}

// TestWriteBenchmarks holds what is written, that it is read again as it was, and that benchstat found the
// same medians in it: written.csv is what `benchstat -col arm@"(baseline candidate)" -format csv` printed of it.
func TestWriteBenchmarks(t *testing.T) {
	all := starts(8, 0.76)
	all = append(all,
		Series{Metric: "/binary/size:bytes", Unit: "bytes", Better: "lower", Class: Bytes, Exact: true, Baseline: same(1, 8<<20), Candidate: same(1, 9<<20)},
		Series{Metric: "/startup/package_init/self:seconds", Unit: "seconds", Label: "package=net/http,pass=trace", Better: "lower", Class: Wall,
			Baseline: []float64{0.25e-3}, Candidate: []float64{1e-9, 2.5}})
	var out bytes.Buffer
	if err := WriteBenchmarks(&out, all, map[string]string{"goos": "linux", "cupel": "two programs"}); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, filepath.Join("testdata", "benchmarks", "written.golden"), out.Bytes())
	got := readBenchmarks(t, BenchmarkFile{"written", &out})
	byMetric := func(a, b Series) int { return strings.Compare(a.Metric, b.Metric) }
	slices.SortFunc(all, byMetric)
	slices.SortFunc(got.Series, byMetric)
	if diff := cmp.Diff(all, got.Series); diff != "" || len(got.Notes) > 0 {
		t.Errorf("read again (-want +got):\n%s%q", diff, got.Notes)
	}
	want := benchstat(t, "written.csv")
	for _, s := range all {
		if s.Label != "" {
			continue
		}
		w := want[s.benchmark()+" "+s.Metric]
		middle := statisticsOf(Series{})[0].of
		if old, now := fmt.Sprint(middle(s.Baseline)), fmt.Sprint(middle(s.Candidate)); w.old != old || w.new != now {
			t.Errorf("%s: medians %s and %s, and benchstat says %+v", s.Metric, old, now, w)
		}
	}
}

func TestWriteBenchmarksErrors(t *testing.T) {
	one := []Series{{Metric: "sec/op", Unit: "sec/op", Label: "A", Better: "lower", Class: Wall, Baseline: same(1, 1), Candidate: same(1, 2)}}
	with := func(change func(*Series)) []Series { s := one[0]; change(&s); return []Series{s} }
	tests := []struct {
		name   string
		all    []Series
		config map[string]string
		want   string
	}{
		{"a key with a capital", one, map[string]string{"goOS": "x"}, `configuration "goOS"`},
		{"a value of two lines", one, map[string]string{"note": "x\nBenchmarkEvil 1 1 ns/op"}, `configuration "note"`},
		{"an empty value", one, map[string]string{"note": ""}, `configuration "note"`},
		{"our own key", one, map[string]string{"arm": "baseline"}, "the key is taken"},
		{"a unit with a blank", with(func(s *Series) { s.Metric = "sec op" }), nil, `metric "sec op"`},
		{"no unit", with(func(s *Series) { s.Metric = "" }), nil, "is not empty"},
		{"no number", with(func(s *Series) { s.Candidate = same(1, math.NaN()) }), nil, "NaN is no finite number"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			err := WriteBenchmarks(&out, test.all, test.config)
			if err == nil || !strings.Contains(err.Error(), test.want) || out.Len() > 0 {
				t.Errorf("WriteBenchmarks = %v after %d bytes, want an error with %q", err, out.Len(), test.want)
			}
		})
	}
	if err := WriteBenchmarks(full{}, one, nil); !errors.Is(err, errFull) {
		t.Errorf("WriteBenchmarks to a full disk = %v", err)
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestReadBenchmarks(t *testing.T) {
	nano := 1e-9 // a variable, so that products are rounded as the reader rounds them
	const head = "goos: linux\npkg: example.com/a\n"
	tests := []struct {
		name     string
		old, new string
		want     []Series
		notes    []string
	}{
		{"units", head + "Unit ratio better=higher assume=exact\nBenchmarkA-2 10 1500 ns/op 3 B/op 1 allocs/op 2 ratio 9 things\n",
			head + "BenchmarkA-2 10 1000 ns/op 3 B/op 1 allocs/op 2 ratio 8 things\n",
			[]Series{
				{Metric: "sec/op", Unit: "sec/op", Label: "A-2", Better: "lower", Class: Wall, Baseline: []float64{1500 * nano}, Candidate: []float64{1000 * nano}},
				{Metric: "B/op", Unit: "B/op", Label: "A-2", Better: "lower", Class: Bytes, Exact: true, Baseline: same(1, 3), Candidate: same(1, 3)},
				{Metric: "allocs/op", Unit: "allocs/op", Label: "A-2", Better: "lower", Class: Count, Exact: true, Baseline: same(1, 1), Candidate: same(1, 1)},
				{Metric: "ratio", Unit: "ratio", Label: "A-2", Better: "higher", Class: Count, Exact: true, Baseline: same(1, 2), Candidate: same(1, 2)},
				{Metric: "things", Unit: "things", Label: "A-2", Better: "none", Class: Wall, Baseline: same(1, 9), Candidate: same(1, 8)},
			}, nil},
		{"one name in two packages", head + "BenchmarkA 1 1 B/op\npkg: example.com/b\nBenchmarkA 1 2 B/op\n", head + "BenchmarkA 1 3 B/op\n",
			[]Series{
				{Metric: "B/op", Unit: "B/op", Label: "A pkg:example.com/a", Better: "lower", Class: Bytes, Exact: true, Baseline: same(1, 1), Candidate: same(1, 3)},
				{Metric: "B/op", Unit: "B/op", Label: "A pkg:example.com/b", Better: "lower", Class: Bytes, Exact: true, Baseline: same(1, 2)},
			}, nil},
		{"two machines", "cpu: a\nBenchmarkA 1 1 B/op\n", "cpu: b\nBenchmarkA 1 1 B/op\n",
			[]Series{{Metric: "B/op", Unit: "B/op", Label: "A", Better: "lower", Class: Bytes, Exact: true, Baseline: same(1, 1), Candidate: same(1, 1)}},
			[]string{`the arms differ in cpu: "a", then "b"`}},
		{"lines of other kinds", "PASS\nok example.com 1s\nBenchmarkA\nBenchmarkA 1 1 B/op\n--- BENCH: BenchmarkA\n    a_test.go:1: hello\n", "BenchmarkA 1 1 B/op",
			[]Series{{Metric: "B/op", Unit: "B/op", Label: "A", Better: "lower", Class: Bytes, Exact: true, Baseline: same(1, 1), Candidate: same(1, 1)}}, nil},
		{"lines that cannot be read", "BenchmarkA 1 1 B/op\nBenchmarkA 1 NaN B/op\nBenchmarkA x 1 B/op\nBenchmarkA 1 1\n", "BenchmarkA 1 1 B/op\nBenchmarkA 1 1e308 MB/s 2 B/op\n",
			[]Series{{Metric: "B/op", Unit: "B/op", Label: "A", Better: "lower", Class: Bytes, Exact: true, Baseline: same(1, 1), Candidate: same(1, 1)}},
			[]string{"not read: old:2: NaN B/op is no finite number", "not read: old:3: parsing iteration count: invalid syntax", "not read: old:4: missing units",
				"not read: new:2: +Inf B/s is no finite number"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := readBenchmarks(t, BenchmarkFile{"old", strings.NewReader(test.old)}, BenchmarkFile{"new", strings.NewReader(test.new)})
			if diff := cmp.Diff(&Benchmarks{test.want, test.notes}, got); diff != "" {
				t.Errorf("ReadBenchmarks differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadBenchmarksErrors(t *testing.T) {
	file := func(text string) BenchmarkFile { return BenchmarkFile{"f", strings.NewReader(text)} }
	good := "BenchmarkA 1 1 ns/op\n"
	tests := []struct {
		name  string
		files []BenchmarkFile
		want  string
	}{
		{"none", nil, "0 files given"},
		{"three", []BenchmarkFile{file(good), file(good), file(good)}, "3 files given"},
		{"empty", []BenchmarkFile{file(good), file("")}, "f: holds no result of a Go benchmark; `go test -bench . -count 10` prints them"},
		{"nothing readable", []BenchmarkFile{file("BenchmarkA 1 x ns/op\n"), file(good)}, "(not read: f:1: parsing measurement"},
		{"no arms", []BenchmarkFile{file(good)}, "f:1: no arm: want a line"},
		{"a strange arm", []BenchmarkFile{file("arm: left\n" + good)}, "f:2: no arm"},
		{"a line without an end", []BenchmarkFile{file(good + strings.Repeat("x", 100_000)), file(good)}, "f:1: bufio.Scanner: token too long: a line of more than 64 KiB follows"},
		{"reading fails", []BenchmarkFile{{"f", iotest.ErrReader(errFull)}, file(good)}, "f:0: no space left"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := ReadBenchmarks(test.files...); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("ReadBenchmarks = %v, want an error with %q", err, test.want)
			}
		})
	}
}

// FuzzReadBenchmarks holds that any text is read or refused, that what was read can be judged and shown, and
// that once written it is read as it was.
func FuzzReadBenchmarks(f *testing.F) {
	for _, name := range []string{"old.txt", "new.txt", "written.golden"} {
		text, err := io.ReadAll(benchmarkFile(f, name).Text)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, text)
	}
	f.Add([]byte("arm: baseline\nBenchmark/ 1 0 /:B\narm: candidate\nBenchmarkCupel 1 -1 /:B"), []byte("Unit /: class=bytes class=wall\nBenchmark\xff 1 1e-320 ns-MB"))
	f.Fuzz(func(t *testing.T, old, now []byte) {
		for _, files := range [][]BenchmarkFile{
			{{"old", bytes.NewReader(old)}, {"new", bytes.NewReader(now)}}, {{"one", bytes.NewReader(old)}},
		} {
			b, err := ReadBenchmarks(files...)
			if err != nil {
				continue
			}
			r := &Result{Baseline: "old", Candidate: "new", Rows: Judge(b.Series, Options{Effect: 0.03, Level: 0.95}), Notes: b.Notes}
			render(t, r, true)
			again := readBenchmarks(t, BenchmarkFile{"again", strings.NewReader(written(t, b.Series))})
			want, collide := asWritten(b.Series)
			if got, _ := asWritten(again.Series); !collide && !cmp.Equal(want, got) {
				t.Errorf("written and read again (-want +got):\n%s", cmp.Diff(want, got))
			}
		}
	})
}

// asWritten returns series as they can be told apart in a file, by benchmark and unit, and whether some
// cannot: those whose labels differ in blanks alone.
func asWritten(all []Series) (by map[string]Series, collide bool) {
	by = map[string]Series{}
	for _, s := range all {
		s.Label = s.benchmark()
		key := s.Label + " " + s.Metric
		_, there := by[key]
		collide = collide || there
		by[key] = s
	}
	return by, collide
}

func written(t *testing.T, all []Series) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteBenchmarks(&out, all, nil); err != nil {
		t.Fatalf("WriteBenchmarks: %v", err)
	}
	return out.String()
}

// TestSamplesKeepTheirOrder holds what benchmath does not: it sorts the samples that it is given.
func TestSamplesKeepTheirOrder(t *testing.T) {
	a, b := slices.Clone(wild), slices.Clone(shaken)
	Judge([]Series{{Class: Wall, Baseline: a, Candidate: b}, {Class: Bytes, Exact: true, Baseline: a, Candidate: b}}, Options{Effect: 0.03, Level: 0.95})
	if !slices.Equal(a, wild) || !slices.Equal(b, shaken) {
		t.Errorf("samples were reordered: %v, %v", a, b)
	}
}
