package startup

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/store"
)

// A want is what must be found in a planted program, see testdata/planted.
type want struct {
	Rule, Class, Phase, Package, File, Symbol string
	Line                                      int

	Severity string // info if the rule is never ranked; else ""
	Ready    string // the readiness condition; "" for auto
}

// of returns the findings among which w is the first.
func (w want) of(rec *evidence.Record) []evidence.Finding {
	if w.Severity != finding.Info {
		return ranked(rec)
	}
	return slices.DeleteFunc(slices.Clone(rec.Findings), func(f evidence.Finding) bool {
		return f.Severity != finding.Info || !isRule(f.Rule)
	})
}

// place returns what a finding says as want.json does.
func (w want) place(f evidence.Finding) want {
	return want{f.Rule, f.Class, f.Phase, f.Where.Package, f.Where.File, f.Where.Symbol, f.Where.Line, w.Severity, w.Ready}
}

// TestPlanted builds the planted programs, traces one run of each and asks for the right cause
// first in the list, at the right place and with the cost that the program recorded of itself.
// CUPEL_TEST_GO names another toolchain to build them with.
func TestPlanted(t *testing.T) {
	if testing.Short() {
		t.Skip("builds some eighty programs")
	}
	dirs, err := filepath.Glob("testdata/planted/*/want.json")
	if err != nil || len(dirs) < 16 {
		t.Fatalf("%d planted programs (%v), want at least 16", len(dirs), err)
	}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) { testPlanted(t, dir) })
	}
}

// attempts is how often a program is run when something is wrong: a starved run on a busy machine
// tells of the machine. What is wrong each time is wrong.
const attempts = 4

func testPlanted(t *testing.T, dir string) {
	var w want
	readJSON(t, filepath.Join(dir, "want.json"), &w)
	try(t, func() string { return slowProblem(t, dir, w) })
	for _, twin := range []string{"./fixed", "./decoy"} {
		try(t, func() string { return twinProblem(t, dir, twin, w) })
	}
}

func try(t *testing.T, problem func() string) {
	t.Helper()
	text := ""
	for range attempts {
		if text = problem(); text == "" {
			return
		}
		t.Logf("once: %s", text)
	}
	t.Errorf("%d times, at last: %s", attempts, text)
}

// slowProblem runs the slow program once and says what is wrong with the answer, "" if nothing.
func slowProblem(t *testing.T, dir string, w want) string {
	rec, recorded := traceOnce(t, dir, "./slow", w)
	causes := w.of(rec)
	if len(causes) == 0 {
		return "no cause found"
	}
	got := causes[0]
	if found := w.place(got); found != w {
		return fmt.Sprintf("first cause\n got %+v\nwant %+v\n%s", found, w, outline(rec))
	}
	if diff := math.Abs(got.Cost.Value - recorded); diff > max(0.1*recorded, 0.001) {
		return fmt.Sprintf("cost %.4f s, the program recorded %.4f s of itself\n%s", got.Cost.Value, recorded, outline(rec))
	}
	unknown, ready := metric(rec, MetricUnattributed, passTrace), metric(rec, MetricReady, passTrace)
	if unknown == nil || ready == nil {
		return fmt.Sprintf("no critical path: %+v", rec.Skipped)
	}
	if share := unknown.Summary.Median / ready.Summary.Median; share > 0.01 {
		return fmt.Sprintf("%.1f %% of the path is not attributed", 100*share)
	}
	return ""
}

// twinProblem runs a program without the cause and says if the rule is found all the same.
func twinProblem(t *testing.T, dir, twin string, w want) string {
	rec, _ := traceOnce(t, dir, twin, w)
	for _, f := range w.of(rec) {
		// The stopwatch writes what the program recorded: that file is the test's own.
		if f.Rule == w.Rule && path.Base(f.Where.Package) != "stopwatch" {
			return fmt.Sprintf("%s: found %s, want nothing of that rule\n%s", twin, f.Rule, outline(rec))
		}
	}
	return ""
}

// traceOnce traces one run of a package in dir and returns the record and the cost that the
// program wrote down, 0 if it did not.
func traceOnce(t *testing.T, dir, pkg string, w want) (*evidence.Record, float64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	session, err := experiment.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	out := filepath.Join(t.TempDir(), "planted.json")
	ready, err := experiment.ParseReady(cmp.Or(w.Ready, experiment.Auto))
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Target: pkg, Ready: ready, Dir: dir, Env: append(os.Environ(), toolchain()...), ExtraEnv: []string{"PLANTED_OUT=" + out},
		Runs: 1, Timeout: DefaultTimeout, Budget: DefaultBudget, Grace: DefaultGrace,
		Store: store.Open(t.TempDir()), Now: time.Now,
	}
	target, err := resolve(ctx, &o, session)
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	rec := record(ctx, t, &o, session, target)
	var recorded struct {
		Cost float64 `json:"cost_seconds"`
	}
	if _, err := os.Stat(out); err == nil {
		readJSON(t, out, &recorded)
	}
	return rec, recorded.Cost
}

func record(ctx context.Context, t *testing.T, o *Options, s *experiment.Session, target *gotool.Target) *evidence.Record {
	t.Helper()
	draft, err := o.Store.Begin(o.Now(), zeros{})
	if err != nil {
		t.Fatal(err)
	}
	defer draft.Discard()
	m := &measurement{Options: *o, session: s, target: target, draft: draft}
	m.describe()
	if err := supported(target); err != nil {
		t.Skip(err)
	}
	m.agent = filepath.Join(s.Temp(), "planted")
	if err := target.BuildInstrumented(ctx, m.agent); err != nil {
		t.Fatal(err)
	}
	file, err := readExecutable(m.agent)
	if err != nil {
		t.Fatal(err)
	}
	m.seen.File = file
	if err := m.traced(ctx); err != nil {
		t.Fatal(err)
	}
	if err := m.analyze(); err != nil {
		t.Fatal(err)
	}
	if !m.seen.Trace.Good() {
		t.Fatalf("%s: %s", m.seen.Trace.Outcome, m.seen.Trace.Problem)
	}
	return &m.record
}

// toolchain selects the toolchain that CUPEL_TEST_GO names.
func toolchain() []string {
	if v := os.Getenv("CUPEL_TEST_GO"); v != "" {
		return []string{"GOTOOLCHAIN=" + v}
	}
	return nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatalf("reading %s: %v", path, err)
	}
}

// outline lists the findings for failure messages.
func outline(rec *evidence.Record) string {
	text := ""
	for _, f := range rec.Findings {
		text += fmt.Sprintf("  %-7s %-20s %.4f s %5.1f %%  %s.%s %s:%d\n", f.Severity, f.Rule, f.Cost.Value,
			100*f.Share, f.Where.Package, f.Where.Symbol, f.Where.File, f.Where.Line)
	}
	return cmp.Or(text, "  nothing found ("+finding.Info+" or above)\n")
}
