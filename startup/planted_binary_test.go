package startup

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
)

// TestPlantedBinary asks of the planted programs, stripped, what TestPlanted asks of their source: the right
// causes first, at the right places, with the costs that the program recorded of itself in that run. The
// record must come from a look from outside, by breakpoints and by uprobes, as the user who runs the test.
// It is one of each sort; CUPEL_TEST_BINARY=rest takes all others, CUPEL_TEST_BINARY=all every one.
func TestPlantedBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	dirs, err := filepath.Glob("testdata/planted/*/want.json")
	if err != nil || len(dirs) < 16 {
		t.Fatalf("%d planted programs (%v), want at least 16", len(dirs), err)
	}
	t.Run(ObservePtrace, func(t *testing.T) { testPlantedBinaries(t, dirs) })
	t.Run(ObserveBPF, func(t *testing.T) {
		if err := mayUseKernel(); err != nil {
			t.Skip(err)
		}
		testPlantedBinaries(t, dirs)
	})
}

func testPlantedBinaries(t *testing.T, dirs []string) {
	for _, file := range dirs {
		dir := filepath.Dir(file)
		if !binaryTaken(os.Getenv("CUPEL_TEST_BINARY"), slices.Contains(oneOfEachSort, filepath.Base(dir))) {
			continue
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if end, limited := t.Deadline(); limited && time.Until(end) < plantedNeeds {
				t.Skip("the time limit of go test is near: go test -timeout 30m ./startup")
			}
			var all wants
			readJSON(t, filepath.Join(dir, "want.json"), &all)
			testPlantedBinary(t, dir, all)
		})
	}
}

// binaryTaken reports whether a program is to be tested, which may be the one of its sort.
func binaryTaken(which string, ofSort bool) bool {
	switch which {
	case "all":
		return true
	case "rest":
		return !ofSort
	}
	return ofSort
}

var oneOfEachSort = []string{
	"cgo-at-init", "channel-handoff", "cpu-at-init", "gc-on-path", "lock-contention", "network-at-init", "quiet-server",
	"several-service", "sleep-on-path", "subprocess-on-path",
}

func testPlantedBinary(t *testing.T, dir string, all wants) {
	switch {
	case all.Causes == nil:
		if all.Needs == "cc" && !hasCC() {
			t.Skip("no C compiler")
		}
		try(t, func() string {
			rec, problem := slowProblem(t, dir, all.want)
			return firstProblem(problem, passProblem(t, rec))
		})
		try(t, func() string { return silenceProblem("./decoy", traced(t, dir, "./decoy", all.want, 1), all.want) })
	case len(all.Causes) == 0:
		testQuiet(t, dir)
	default:
		try(t, func() string {
			rec, problem := severalProblem(t, dir, all.Causes)
			return firstProblem(problem, passProblem(t, rec), orderProblem(fromSource(t, dir), rec))
		})
	}
}

// orderProblem says if causes of at least a twentieth come in another order, or are missing, in one of two
// records of the same program. What is as dear as the next one, to a fifth, may change places.
func orderProblem(source, binary *evidence.Record) string {
	const least, alike = 0.05, 1.2
	place := map[string]int{}
	for i, f := range ofProgram(binary) {
		place[f.Fingerprint] = i + 1
	}
	found := slices.DeleteFunc(ofProgram(source), func(f evidence.Finding) bool { return f.Share < least || ofStopwatch(f) })
	for i, f := range found {
		if place[f.Fingerprint] == 0 && f.Share > alike*least {
			return fmt.Sprintf("%s is missing\nfrom source:\n%sfrom the executable:\n%s", f.Rule, outline(source), outline(binary))
		}
		for _, g := range found[i+1:] {
			if f.Cost.Value > alike*g.Cost.Value && place[g.Fingerprint] != 0 && place[g.Fingerprint] < place[f.Fingerprint] {
				return fmt.Sprintf("another order\nfrom source:\n%sfrom the executable:\n%s", outline(source), outline(binary))
			}
		}
	}
	return ""
}

// fromSource returns the record of a run of the slow program in dir, built with the agent.
func fromSource(t *testing.T, dir string) *evidence.Record {
	var rec *evidence.Record
	t.Run("source", func(t *testing.T) { rec = traced(t, dir, "./slow", want{}, 1)[0] })
	return rec
}

func firstProblem(all ...string) string {
	for _, p := range all {
		if p != "" {
			return p
		}
	}
	return ""
}

// passProblem says if the record was not made in the way that the test is about by this user.
func passProblem(t *testing.T, rec *evidence.Record) string {
	want := passTrace
	if inBinary(t) {
		want = observedIn(t)
	}
	for _, p := range rec.Passes {
		if p.Name == want && p.UID == os.Getuid() {
			return ""
		}
	}
	return "the record was not made by this user with " + want
}

// observedIn is how a test about executables looks into them.
func observedIn(t *testing.T) string {
	if _, rest, _ := strings.Cut(t.Name(), "/"); strings.HasPrefix(rest, ObserveBPF) {
		return ObserveBPF
	}
	return ObservePtrace
}

// inBinary reports whether a test is about executables.
func inBinary(t *testing.T) bool {
	return strings.HasPrefix(t.Name(), "TestPlantedBinary") && !strings.Contains(t.Name(), "/source")
}

// slackOf is how far a cost may be from what the program recorded, in seconds, where a tenth is less: a
// breakpoint may fall between what is measured and the stopwatch.
func slackOf(rec *evidence.Record) float64 {
	if fromOutside(explaining(rec)) {
		return 0.002
	}
	return 0.001
}

// stripped builds the target of o without symbols and returns the executable.
func stripped(ctx context.Context, t *testing.T, o *Options, s *experiment.Session) string {
	t.Helper()
	path := filepath.Join(s.Temp(), "planted")
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-o", path, o.Target)
	cmd.Dir, cmd.Env = o.Dir, o.Env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}
