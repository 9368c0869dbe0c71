package startup

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
)

// TestPlantedBinaryInside wants that a child which is a Go program is named, and explained inside to the
// bottom, within the cost of the cause that waits for it.
func TestPlantedBinaryInside(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	const dir = "testdata/planted/subprocess-self-on-path"
	var w want
	readJSON(t, path.Join(dir, "want.json"), &w)
	t.Run("source", func(t *testing.T) {
		if err := mayLookOutside(); err != nil {
			t.Skip(err)
		}
		testInside(t, dir, w)
	})
	t.Run(ObservePtrace, func(t *testing.T) { testInside(t, dir, w) })
	t.Run(ObserveBPF, func(t *testing.T) {
		if err := mayUseKernel(); err != nil {
			t.Skip(err)
		}
		testInside(t, dir, w)
	})
}

func testInside(t *testing.T, dir string, w want) {
	try(t, func() string {
		rec, _ := traceOnce(t, dir, "./slow", w)
		return firstProblem(passProblem(t, rec), insideProblem(rec, w))
	})
	try(t, func() string {
		rec, _ := traceOnce(t, dir, "./decoy", w)
		if i := slices.IndexFunc(rec.Findings, func(f evidence.Finding) bool { return f.Process != "" }); i >= 0 {
			return "./decoy: found " + rec.Findings[i].Rule + " inside of a child that nobody waits for\n" + outline(rec)
		}
		return ""
	})
}

func insideProblem(rec *evidence.Record, w want) string {
	ranked := ofProgram(rec)
	if len(ranked) == 0 || ranked[0].Rule != w.Rule {
		return "want " + w.Rule + " first\n" + outline(rec)
	}
	cause := ranked[0]
	if !strings.Contains(cause.Why, "`planted upgrade` ") || !strings.Contains(cause.Why, ", exit 0") {
		return "the why does not name the command: " + cause.Why
	}
	for _, f := range ranked {
		if f.Process != "" || f.Within != "" {
			return "a cause inside of a child is ranked\n" + outline(rec)
		}
	}
	for _, f := range rec.Findings {
		if f.Process != "planted upgrade" || f.Rule != sleepOnPath.Name {
			continue
		}
		switch at := f.Where; {
		case at.Symbol != "Upgrade" || at.File != "slow/schema/schema.go" || at.Line != 10 || at.Module != rec.Subject.Module:
			return "the sleep inside is blamed on another place\n" + outline(rec)
		case f.Within != cause.Fingerprint || f.Severity != finding.Info || f.Cost.Value > cause.Cost.Value:
			return "the sleep inside is not a part of the cause\n" + outline(rec)
		}
		return ""
	}
	return "no sleep found inside of the child\n" + outline(rec)
}
