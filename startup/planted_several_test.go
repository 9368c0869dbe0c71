package startup

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
)

// testSeveral asks of a program with several causes for all of them first in the list and in order, for
// silence about them in the mended one and the decoy, and for replays that hold: without all causes that of
// ./fixed, and without the nth alone that of ./fixedN, where there is one.
func testSeveral(t *testing.T, dir string, causes []want) {
	var slow *evidence.Record
	try(t, func() (problem string) { slow, problem = severalProblem(t, dir, causes); return })
	if t.Failed() || toolchain() != nil {
		return // see testSingle
	}
	again := func(problem string) string {
		if problem != "" {
			slow, _ = severalProblem(t, dir, causes) // its replay may be what is wrong
		}
		return problem
	}
	try(t, func() string { return again(allFixedProblem(t, dir, causes, slow)) })
	for i := range causes {
		twin := fmt.Sprintf("./fixed%d", i+1)
		if _, err := os.Stat(filepath.Join(dir, twin)); err == nil {
			try(t, func() string { return again(oneFixedProblem(t, dir, twin, causes[i], slow)) })
		}
	}
	try(t, func() string { return silencesProblem("./decoy", traced(t, dir, "./decoy", want{}, 1), causes) })
}

// severalProblem runs the slow program once and says what is wrong with the answer, "" if nothing.
func severalProblem(t *testing.T, dir string, causes []want) (*evidence.Record, string) {
	var recorded struct {
		Costs map[string]float64 `json:"cost_seconds"` // by rule
	}
	rec := traceInto(t, dir, "./slow", want{}, &recorded)
	found := ofProgram(rec)
	if len(found) < len(causes) {
		return rec, fmt.Sprintf("%d causes found, want %d\n%s", len(found), len(causes), outline(rec))
	}
	for i, w := range causes {
		if problem := causeProblem(rec, found[i], recorded.Costs[w.Rule], w); problem != "" {
			return rec, fmt.Sprintf("number %d: %s", i+1, problem)
		}
	}
	for _, f := range found[len(causes):] {
		if f.Severity != finding.Low && !ofStopwatch(f) {
			return rec, fmt.Sprintf("found %s as well, want nothing else that is not low\n%s", f.Rule, outline(rec))
		}
	}
	return rec, gapProblem(rec)
}

// allFixedProblem runs the program without any of the causes.
func allFixedProblem(t *testing.T, dir string, causes []want, slow *evidence.Record) string {
	runs := traced(t, dir, "./fixed", want{}, twinRuns)
	if problem := silencesProblem("./fixed", runs, causes); problem != "" {
		return problem
	}
	cost := 0.0
	for _, f := range ranked(slow) {
		cost += f.Cost.Value
	}
	return replayProblem(slow, withoutAll(slow), runs, cost)
}

// oneFixedProblem runs the twin without the cause w alone: what else it waits for may take longer then.
func oneFixedProblem(t *testing.T, dir, twin string, w want, slow *evidence.Record) string {
	runs := traced(t, dir, twin, want{}, twinRuns)
	if problem := silenceProblem(twin, runs, w); problem != "" {
		return problem
	}
	for _, f := range ranked(slow) {
		if f.Rule == w.Rule {
			if problem := replayProblem(slow, readyWithout(slow, f.Fingerprint), runs, f.Cost.Value); problem != "" {
				return fmt.Sprintf("%s alone: %s", w.Rule, problem)
			}
			return ""
		}
	}
	return fmt.Sprintf("%s was not found\n%s", w.Rule, outline(slow))
}

func silencesProblem(twin string, runs []*evidence.Record, causes []want) string {
	for _, w := range causes {
		if problem := silenceProblem(twin, runs, w); problem != "" {
			return problem
		}
	}
	return ""
}
