package comparison

import (
	"bytes"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report/text"
)

// names are those of the capability that the examples are of.
func names() map[string]string {
	return map[string]string{
		"/startup/ready:seconds": "ready", "/startup/cpu:seconds": "CPU", "/startup/rss:bytes": "RSS",
		"/startup/faults/minor:count": "minor faults", "/startup/faults/major:count": "major faults",
	}
}

// draw returns n samples around a value that scatter by a ratio, as log-normal noise.
func draw(rng *rand.Rand, n int, value, scatter float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = value * math.Exp(scatter*rng.NormFloat64())
	}
	return out
}

// starts are the series of two programs that were run in turns, the candidate needing so many times the baseline.
func starts(n int, ready float64) []Series {
	rng := rand.New(rand.NewPCG(6, 1))
	series := func(metric, unit string, class Class, value, times, scatter float64) Series {
		return Series{Metric: metric, Unit: unit, Better: "lower", Class: class, Paired: true,
			Baseline: draw(rng, n, value, scatter), Candidate: draw(rng, n, value*times, scatter), Again: draw(rng, n, value, scatter)}
	}
	major := Series{Metric: "/startup/faults/major:count", Unit: "count", Better: "lower", Class: RSS, Paired: true,
		Baseline: make([]float64, n), Candidate: make([]float64, n), Again: make([]float64, n)}
	return []Series{
		series("/startup/ready:seconds", "seconds", Wall, 0.0463, ready, 0.05),
		series("/startup/cpu:seconds", "seconds", CPU, 0.0215, 0.9, 0.02),
		series("/startup/rss:bytes", "bytes", RSS, 24.5e6, 1.002, 0.002),
		series("/startup/faults/minor:count", "count", RSS, 1830, 1.001, 0.002),
		major,
	}
}

func found(rule, severity, symbol string, cost float64) evidence.Finding {
	return evidence.Finding{
		Rule: rule, Severity: severity, Title: "does what " + rule + " says", Fingerprint: rule + symbol,
		Where: evidence.Frame{Package: "github.com/acme/api/config", Module: "github.com/acme/api", Symbol: symbol, File: "config/config.go", Line: 14},
		Cost:  evidence.Cost{Value: cost, Unit: "seconds"}, Share: 0.2, Do: "move it out of init",
	}
}

func TestDocument(t *testing.T) {
	o := Options{Effect: 0.03, Level: 0.95, Turns: "cupel compare OLD NEW"}
	busy := o
	busy.Unfit = "its CPU is wanted by others 41 % of the time"
	faster := starts(45, 0.76)
	changes := Findings(
		[]evidence.Finding{found("sleep-at-init", "high", "init.0", 0.02), found("regexp-at-init", "medium", "init", 0.011), found("dns-at-init", "low", "init", 0.006)},
		[]evidence.Finding{found("network-at-init", "high", "init.1", 0.012), found("regexp-at-init", "medium", "init", 0.021)},
		func(rule string) bool { return rule != "dns-at-init" })
	turns := []string{"20 pairs in random order of blocks ABBA, seed 42"}
	lead := Lead{"/startup/ready:seconds", "is ready"}
	records := func() []Series {
		all := starts(20, 1.3)
		for i := range all {
			all[i].Paired, all[i].Again = false, nil
		}
		return append([]Series{{Metric: "/binary/size:bytes", Unit: "bytes", Better: "lower", Class: Bytes, Exact: true,
			Baseline: []float64{8 << 20}, Candidate: []float64{9 << 20}},
			{Metric: "/allocs:count", Unit: "count", Label: "package=net/http", Better: "lower", Class: Count, Exact: true,
				Baseline: []float64{40}, Candidate: []float64{50}},
			{Metric: "/allocs:count", Unit: "count", Label: "package=net", Better: "lower", Class: Count, Exact: true,
				Candidate: []float64{50}}}, all...)
	}
	tests := []struct {
		name string
		r    Result
		all  bool
	}{
		{"faster", Result{Rows: Judge(faster, o), Lead: lead, Names: names(), Changes: &changes, Home: "github.com/acme/api", Notes: turns}, false},
		{"all", Result{Rows: Judge(faster, o), Lead: lead, Names: names()}, true},
		{"slower", Result{Rows: Judge(starts(20, 1.3), o), Lead: lead, Names: names(), Changes: &Changes{}}, false},
		{"same", Result{Rows: Judge(starts(60, 1), o), Lead: lead, Names: names()}, false},
		{"few", Result{Rows: Judge(starts(4, 1), o), Lead: lead, Names: names()}, false},
		{"unfit", Result{Rows: Judge(starts(20, 0.76), busy), Lead: lead, Names: names()}, false},
		{"records", Result{Rows: Judge(records(), o), Lead: lead, Names: names()}, false},
		{"records_all", Result{Rows: Judge(records(), o), Lead: lead, Names: names()}, true},
		{"empty", Result{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.r.Baseline, test.r.Candidate = "v1.2.0", "v1.3.0"
			golden.Check(t, filepath.Join("testdata", test.name+".golden"), []byte(render(t, &test.r, test.all)))
		})
	}
}

func render(t *testing.T, r *Result, all bool) string {
	t.Helper()
	var out bytes.Buffer
	if err := text.Render(&out, r.Document(), text.Options{Width: 100, All: all}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
