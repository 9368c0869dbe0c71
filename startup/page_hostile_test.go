package startup

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
)

// TestPageHostile holds that no record ends the program: what it says may be anything.
func TestPageHostile(t *testing.T) {
	rewrite := func(name string, edit func(string) string) func(string) {
		return func(dir string) {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, name), []byte(edit(string(data))), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, change := range map[string]func(string){
		"many inits":                       rewrite(fileMarks, initsInstead(100_000, 0, "example.com/planted/p%d.init")),
		"overlapping inits":                rewrite(fileMarks, initsInstead(10_000, 1<<40, "example.com/planted/p%d.init")),
		"inits that end before they begin": rewrite(fileMarks, initsInstead(1_000, -1<<40, "p%d.init")),
		"a huge name":                      rewrite(fileMarks, initsInstead(3, 1<<30, strings.Repeat("x", 1<<20)+"%d.init")),
		"times below zero":                 rewrite(fileObserved, func(s string) string { return strings.ReplaceAll(s, `"start": `, `"start": -`) }),
		"ready before exec":                rewrite(fileObserved, func(s string) string { return strings.ReplaceAll(s, `"ready": 1`, `"ready": -1`) }),
		"no events":                        rewrite(fileTrace, func(s string) string { return s[:40] }),
		"half of the events":               rewrite(fileTrace, func(s string) string { return s[:len(s)/2] }),
	} {
		t.Run(name, func(t *testing.T) { pageOf(t, recordedStart, change) })
	}
}

// initsInstead puts so many init functions into marks, each of which takes ns.
func initsInstead(n int, ns int64, name string) func(string) string {
	return func(marks string) string {
		m, err := agent.ParseMarks(marks)
		if err != nil {
			return err.Error()
		}
		begin := m.Inits[0].Start
		m.Inits = nil
		for i := range n {
			from := begin + int64(i)
			m.Inits = append(m.Inits, agent.Init{Start: from, End: from + ns, Symbol: fmt.Sprintf(name, i), File: "a.go", Line: -i})
		}
		var out bytes.Buffer
		if err := agent.WriteMarks(&out, m); err != nil {
			return err.Error()
		}
		return out.String()
	}
}

// TestPageOddRecords holds what a record alone may say: names that lead elsewhere, figures that are no numbers.
func TestPageOddRecords(t *testing.T) {
	rec, dir := storeRecorded(t, recordedStart, nil)
	nan := math.NaN()
	rec.Artifacts = append(rec.Artifacts,
		evidence.Artifact{Name: "../../../../etc/passwd", Bytes: 1}, evidence.Artifact{Name: fileInitTrace, Bytes: -1},
		evidence.Artifact{Name: "/etc/passwd", Bytes: math.MaxInt64, SHA256: "é"})
	rec.Metrics = append(rec.Metrics, evidence.Metric{Name: strings.Repeat("/x", 1<<16), Summary: evidence.Summary{Median: nan, P90: math.Inf(1), CI95: &[2]float64{nan, nan}}})
	rec.Host.Load, rec.Passes = &nan, append(rec.Passes, evidence.Pass{Runs: -1, Perturbation: &evidence.Perturbation{CPU: &nan}})
	d := renderedPage(t, rec, dir)
	for _, s := range d.Sections {
		if s.Figure != nil && strings.Contains(fmt.Sprint(*s.Figure), "root:") {
			t.Error("a file from outside of the folder is shown")
		}
	}
	for name, rec := range map[string]*evidence.Record{
		"nothing at all":    {Kind: Kind},
		"not its artifacts": {Kind: Kind, Artifacts: rec.Artifacts},
	} {
		t.Run(name, func(t *testing.T) { renderedPage(t, rec, t.TempDir()) })
	}
}
