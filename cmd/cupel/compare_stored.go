package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/bundle"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

// stored compares what was measured before: two records, or two files in the Go benchmark format. done is false
// where the arms are programs.
func (f *compareFlags) stored(ctx context.Context, sys system) (done bool, err error) {
	if f.against != "" {
		return false, nil
	}
	kinds := [2]string{kindOf(f.arms[0]), kindOf(f.arms[1])}
	switch {
	case kinds[0] != kinds[1]:
		return true, usage(fmt.Errorf("%s is %s, and %s is %s: two of a kind can be compared", f.arms[0], kinds[0], f.arms[1], kinds[1]), "")
	case kinds[0] == aProgram:
		return false, nil
	}
	if err := f.pointless(); err != nil {
		return true, err
	}
	if kinds[0] == aRecord {
		return true, f.records(ctx, sys)
	}
	return true, f.benchmarks(sys)
}

// pointless tells of what has no effect where nothing is run.
func (f *compareFlags) pointless() error {
	const why = "has no effect: what was measured before is compared, and nothing is run"
	if len(f.args) > 0 {
		return usage(errors.New("-- ARGS "+why), "")
	}
	flags := []string{
		"pairs", "seed", "bench", "ready", "mode", "timeout", "budget", "env", "label", "tags", "race", "ldflags", "mod", "pgo",
		"stop-signal", "grace", "pty",
	}
	if i := slices.IndexFunc(flags, f.changed); i >= 0 {
		return usage(fmt.Errorf("--%s %s", flags[i], why), "")
	}
	return nil
}

// What an arm can be.
const (
	aProgram   = "a program"
	aRecord    = "a record"
	aBenchmark = "a file in the Go benchmark format"
)

// recordID is what an id looks like, or the beginning of one.
var recordID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{8}T\d{6}Z(-[0-9a-f]*)?$`) })

func kindOf(arm string) string {
	if bundle.Is(arm) || arm == "latest" || recordID().MatchString(arm) || filepath.Base(arm) == "evidence.json" {
		return aRecord
	}
	if _, err := os.Stat(filepath.Join(arm, "evidence.json")); err == nil {
		return aRecord
	}
	if isBenchmark(arm) {
		return aBenchmark
	}
	return aProgram
}

// isBenchmark reports whether a file begins as the output of go test -bench does.
func isBenchmark(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	const enough = 64 << 10
	head, err := io.ReadAll(io.LimitReader(file, enough))
	if err != nil || bytes.IndexByte(head, 0) >= 0 {
		return false
	}
	for line := range strings.Lines(string(head)) {
		if strings.HasPrefix(line, "Benchmark") || strings.HasPrefix(line, "goos:") {
			return true
		}
	}
	return strings.HasSuffix(path, ".txt")
}

func (f *compareFlags) records(ctx context.Context, sys system) error {
	c, err := compareStored(ctx, store.Open(f.storeDir()), [2]string(f.arms), f.effect)
	if err != nil {
		return err
	}
	return f.write(sys, c)
}

// compareStored compares two records of starts.
func compareStored(ctx context.Context, s *store.Store, refs [2]string, effect float64) (*startup.Comparison, error) {
	var recs [2]*evidence.Record
	for i, ref := range refs {
		l, err := load(ctx, s, ref)
		if err != nil {
			return nil, err
		}
		if err := l.close(); err != nil { // the records alone are compared
			return nil, err
		}
		recs[i] = l.rec
	}
	return startup.CompareRecords(recs[0], recs[1], refs, effect, "cupel compare OLD NEW")
}

// benchmarks compares two files as benchstat does, and judges what is exact.
func (f *compareFlags) benchmarks(sys system) error {
	var files []comparison.BenchmarkFile
	for _, arm := range f.arms {
		file, err := os.Open(arm)
		if err != nil {
			return err
		}
		defer file.Close()
		files = append(files, comparison.BenchmarkFile{Name: arm, Text: file})
	}
	b, err := comparison.ReadBenchmarks(files...)
	if err != nil {
		return err
	}
	rows := comparison.Judge(b.Series, comparison.Options{Effect: f.effect, Level: benchLevel})
	res := &benchmarkResult{comparison.Result{Baseline: f.arms[0], Candidate: f.arms[1], Rows: rows, Notes: b.Notes}}
	if err := f.output.write(sys, res); err != nil {
		return err
	}
	return f.regressed(rows)
}

const benchLevel = 0.95 // of intervals, as of benchstat

// A benchmarkResult is what two benchmark files tell.
type benchmarkResult struct{ comparison.Result }

// Encode writes the rows as JSON.
func (r *benchmarkResult) Encode(w io.Writer) error {
	type row struct {
		Benchmark string      `json:"benchmark"`
		Unit      string      `json:"unit"`
		Old       []float64   `json:"old"`
		New       []float64   `json:"new"`
		Ratio     float64     `json:"ratio"`
		CI        *[2]float64 `json:"ci95"`
		P         *float64    `json:"p,omitempty"`
		Outcome   string      `json:"outcome"`
		Reason    string      `json:"reason,omitempty"`
	}
	out := struct {
		Schema string `json:"schema"`
		Rows   []row  `json:"rows"`
	}{Schema: "cupel.compare/v1", Rows: []row{}}
	for _, r := range r.Rows {
		one := row{r.Label, r.Metric, r.Baseline, r.Candidate, r.Ratio.Value, nil, nil, r.Outcome, r.Reason}
		if r.Ratio.OK {
			one.CI = &[2]float64{r.Ratio.Lo, r.Ratio.Hi}
		}
		if r.Arms != nil {
			one.P = &r.Arms.P
		}
		out.Rows = append(out.Rows, one)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

// writeBenchmarks writes the samples of runs in turns for benchstat and its like.
func (f *compareFlags) writeBenchmarks(c *startup.Comparison) error {
	var buf bytes.Buffer
	if err := comparison.WriteBenchmarks(&buf, c.Series(), map[string]string{"pkg": c.Record.Subject.Package}); err != nil {
		return err
	}
	return writeWhole(f.bench, buf.Bytes())
}
