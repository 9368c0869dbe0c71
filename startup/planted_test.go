package startup

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/store"
)

// A want is what must be found in a planted program, see testdata/planted.
type want struct {
	Rule, Class, Phase, Package, File, Symbol string
	Line                                      int

	Why      string // what the finding's why must contain
	Needs    string // "cc": a C compiler
	Ready    string // the readiness condition, if not the default
	Severity string // info if the rule is never ranked; else ""
}

// of returns the findings among which w is the first.
func (w want) of(rec *evidence.Record) []evidence.Finding {
	if w.Severity != finding.Info {
		return ofProgram(rec)
	}
	return slices.DeleteFunc(slices.Clone(rec.Findings), func(f evidence.Finding) bool {
		return f.Severity != finding.Info || !isRule(f.Rule)
	})
}

// ofProgram returns the causes that the program has: that others used the CPU tells of the machine.
func ofProgram(rec *evidence.Record) []evidence.Finding {
	return slices.DeleteFunc(slices.Clone(ranked(rec)), func(f evidence.Finding) bool { return f.Rule == cpuStarvation.Name })
}

// starvedFor is the time on the path, in seconds, in which others used the CPU. A stopwatch in the program
// cannot tell it from the program's own time, and a replay leaves it.
func starvedFor(rec *evidence.Record) float64 { return classFor(rec, classStarved) }

// heldFor is the time on the path, in seconds, in which the program stood still to be looked at, as far as it may
// lie within a cause of that class: a stopwatch in the program runs on. A wait goes on meanwhile, unless it is
// many short ones, as for files, or for a child, which stands still as well.
func heldFor(rec *evidence.Record, class string) float64 {
	switch class {
	case "sleep", "network", "dns", "lock", "file-lock":
		return 0
	}
	return classFor(rec, classHeld)
}

func classFor(rec *evidence.Record, c class) float64 {
	for _, m := range rec.Metrics {
		if m.Name == metricClassPrefix && m.Labels["class"] == c.String() {
			return m.Summary.Median
		}
	}
	return 0
}

// place returns what a finding says as want.json does.
func (w want) place(f evidence.Finding) want {
	return want{f.Rule, f.Class, f.Phase, f.Where.Package, f.Where.File, f.Where.Symbol, f.Where.Line,
		w.Why, w.Needs, w.Ready, w.Severity}
}

// A wants is what want.json says: a single cause, or a list of several in order, which is empty for a
// program in which nothing stands out.
type wants struct {
	want
	Causes []want // nil if there is a single one
}

// TestPlanted builds the planted programs, traces one run of each and asks for the right causes
// first in the list, at the right places and with the costs that the program recorded of itself.
// CUPEL_TEST_GO names another toolchain to build them with; then only those with a cause are run.
func TestPlanted(t *testing.T) {
	if testing.Short() {
		t.Skip("builds some hundred and seventy programs")
	}
	dirs, err := filepath.Glob("testdata/planted/*/want.json")
	if err != nil || len(dirs) < 16 {
		t.Fatalf("%d planted programs (%v), want at least 16", len(dirs), err)
	}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if end, limited := t.Deadline(); limited && time.Until(end) < plantedNeeds {
				t.Skip("the time limit of go test is near: go test -timeout 30m ./startup")
			}
			testPlanted(t, dir)
		})
	}
}

// plantedNeeds is how long a planted program may need on a slow machine, with all attempts.
const plantedNeeds = 90 * time.Second

// attempts is how often a program is run when something is wrong: a starved run on a busy machine
// tells of the machine. What is wrong each time is wrong.
const attempts = 4

func testPlanted(t *testing.T, dir string) {
	var all wants
	readJSON(t, filepath.Join(dir, "want.json"), &all)
	switch {
	case all.Causes == nil:
		testSingle(t, dir, all.want)
	case len(all.Causes) == 0:
		testQuiet(t, dir)
	default:
		testSeveral(t, dir, all.Causes)
	}
}

func testSingle(t *testing.T, dir string, w want) {
	if w.Needs == "cc" && !hasCC() {
		t.Skip("no C compiler")
	}
	var slow *evidence.Record
	try(t, func() (problem string) { slow, problem = slowProblem(t, dir, w); return })
	if t.Failed() || toolchain() != nil {
		return // the other programs do not depend on the toolchain, and a matrix has many
	}
	try(t, func() string {
		problem := fixedProblem(t, dir, w, slow)
		if problem != "" {
			slow, _ = traceOnce(t, dir, "./slow", w) // its replay may be what is wrong
		}
		return problem
	})
	try(t, func() string { return silenceProblem("./decoy", traced(t, dir, "./decoy", w, 1), w) })
}

// hasCC reports whether the go command finds a C compiler.
func hasCC() bool {
	out, err := exec.Command("go", "env", "CC").Output()
	if err == nil {
		_, err = exec.LookPath(strings.TrimSpace(string(out)))
	}
	return err == nil
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
func slowProblem(t *testing.T, dir string, w want) (*evidence.Record, string) {
	rec, recorded := traceOnce(t, dir, "./slow", w)
	return rec, answerProblem(rec, recorded, w)
}

func answerProblem(rec *evidence.Record, recorded float64, w want) string {
	causes := w.of(rec)
	if len(causes) == 0 {
		return "no cause found"
	}
	return cmp.Or(causeProblem(rec, causes[0], recorded, w), gapProblem(rec))
}

// causeProblem says what is wrong with a finding that should be that of w.
func causeProblem(rec *evidence.Record, got evidence.Finding, recorded float64, w want) string {
	if found := w.place(got); found != w {
		return fmt.Sprintf("cause\n got %+v\nwant %+v\n%s", found, w, outline(rec))
	}
	if !strings.Contains(got.Why, w.Why) {
		return fmt.Sprintf("why is %q, want %q in it", got.Why, w.Why)
	}
	slack := max(0.1*recorded, slackOf(rec))
	if diff := recorded - got.Cost.Value; diff < -slack || diff > slack+starvedFor(rec)+heldFor(rec, w.Class) {
		return fmt.Sprintf("%s costs %.4f s, the program recorded %.4f s of itself\n%s", w.Rule, got.Cost.Value, recorded, outline(rec))
	}
	return ""
}

// gapProblem says if more of the path is not attributed than may be.
func gapProblem(rec *evidence.Record) string {
	unknown, ready := observedMetric(rec, MetricUnattributed), observedMetric(rec, MetricReady)
	if unknown == nil || ready == nil {
		return fmt.Sprintf("no critical path: %+v", rec.Skipped)
	}
	if share := unknown.Summary.Median / ready.Summary.Median; share > 0.01 {
		return fmt.Sprintf("%.1f %% of the path is not attributed", 100*share)
	}
	return ""
}

// twinRuns is how many runs of the mended program tell when it is ready: the least that give an
// interval of the median, which is then that from the first to the last.
const twinRuns = 6

// fixedProblem runs the mended program and says if the rule is found all the same, or if the replay of the
// slow one without its causes does not lie in the interval that was measured, widened as the cost may be off.
func fixedProblem(t *testing.T, dir string, w want, slow *evidence.Record) string {
	runs := traced(t, dir, "./fixed", w, twinRuns)
	if problem := silenceProblem("./fixed", runs, w); problem != "" {
		return problem
	}
	if w.Severity == finding.Info {
		return "" // it is no cause of its own, and nothing is replayed without it
	}
	return replayProblem(slow, withoutAll(slow), runs, ofProgram(slow)[0].Cost.Value)
}

// replayProblem says if a replay does not lie in the interval that runs of the mended program were
// measured in. It was taken without causes that cost so many seconds.
func replayProblem(slow *evidence.Record, without *evidence.Metric, runs []*evidence.Record, cost float64) string {
	if without == nil {
		return "no replay of the slow program"
	}
	var measured []float64
	for _, rec := range runs {
		measured = append(measured, metric(rec, MetricReady, passTrace).Summary.Median)
	}
	predicted, lo, hi := without.Summary.Median, slices.Min(measured), slices.Max(measured)
	slack := max(0.001, 0.01*cost)
	if predicted < lo-slack || predicted > hi+slack+starvedFor(slow) {
		return fmt.Sprintf("ready after %.4f s without the causes, the mended program %.4f to %.4f s (n=%d)\n%s",
			predicted, lo, hi, len(runs), outline(slow))
	}
	return ""
}

// withoutAll returns the replay without all causes: the mended program has none of them.
func withoutAll(rec *evidence.Record) *evidence.Metric {
	var all []string
	for _, f := range ranked(rec) {
		if !slices.Contains(all, f.Fingerprint) && len(all) < mostReplayed {
			all = append(all, f.Fingerprint)
		}
	}
	return readyWithout(rec, all...)
}

// silenceProblem says if the rule is found in a program without the cause.
func silenceProblem(twin string, runs []*evidence.Record, w want) string {
	for _, rec := range runs {
		for _, f := range w.of(rec) {
			if f.Rule == w.Rule && !ofStopwatch(f) {
				return fmt.Sprintf("%s: found %s, want nothing of that rule\n%s", twin, f.Rule, outline(rec))
			}
		}
	}
	return ""
}

// ofStopwatch reports whether a finding is the stopwatch writing what the program recorded: that file
// is the test's own.
func ofStopwatch(f evidence.Finding) bool { return path.Base(f.Where.Package) == "stopwatch" }

// traceOnce traces one run of a package in dir and returns the record and the cost that the
// program wrote down, 0 if it did not.
func traceOnce(t *testing.T, dir, pkg string, w want) (*evidence.Record, float64) {
	t.Helper()
	var recorded struct {
		Cost float64 `json:"cost_seconds"`
	}
	rec := traceInto(t, dir, pkg, w, &recorded)
	return rec, recorded.Cost
}

// traceInto traces one run of a package in dir and reads into recorded what the program wrote down, if
// it did.
func traceInto(t *testing.T, dir, pkg string, w want, recorded any) *evidence.Record {
	t.Helper()
	out := filepath.Join(t.TempDir(), "planted.json")
	rec := traced(t, dir, pkg, w, 1, "PLANTED_OUT="+out)[0]
	if _, err := os.Stat(out); err == nil {
		readJSON(t, out, recorded)
	}
	return rec
}

// traced builds a package in dir and traces n runs of it.
func traced(t *testing.T, dir, pkg string, w want, n int, env ...string) []*evidence.Record {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	session, err := experiment.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	ready, err := experiment.ParseReady(cmp.Or(w.Ready, experiment.Auto))
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Target: pkg, Ready: ready, Dir: dir, Env: append(os.Environ(), toolchain()...), ExtraEnv: env,
		Runs: 1, Timeout: DefaultTimeout, Budget: DefaultBudget, Grace: DefaultGrace,
		Store: store.Open(t.TempDir()), Now: time.Now,
	}
	if inBinary(t) {
		o.Target, o.Mode, o.Observe = stripped(ctx, t, &o, session), ModeBinary, observedIn(t)
	}
	target, err := resolve(ctx, &o, session, session.Temp())
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	if err := target.blind; err != nil {
		t.Skip(err)
	}
	m := measurement{Options: o, session: session, target: target, plain: o.Target}
	if !inBinary(t) {
		m.plain, m.agent = "", filepath.Join(session.Temp(), "planted")
		if err := target.origin.(source).BuildInstrumented(ctx, m.agent); err != nil {
			t.Fatal(err)
		}
	}
	var all []*evidence.Record
	for range n {
		one := m
		all = append(all, record(ctx, t, &one))
	}
	return all
}

// record traces one run.
func record(ctx context.Context, t *testing.T, m *measurement) *evidence.Record {
	t.Helper()
	draft, err := m.Store.Begin(m.Now(), zeros{})
	if err != nil {
		t.Fatal(err)
	}
	defer draft.Discard()
	m.draft = draft
	m.describe()
	file, err := readExecutable(cmp.Or(m.agent, m.plain))
	if err != nil {
		t.Fatal(err)
	}
	m.seen.File = file
	if m.agent != "" {
		err = m.explained(ctx, m.Now().Add(m.Budget))
	} else {
		err = m.outside(ctx, m.Now().Add(m.Budget))
	}
	if err != nil {
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
