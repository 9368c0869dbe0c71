package startup

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/text"
)

// coldRun is a run that took and read so much.
func coldRun(ms, read int64) experiment.Run {
	return experiment.Run{
		Start: 1, Ready: 1 + ms*1e6, Outcome: experiment.OutcomeReady, ReadBytes: read, MajorFaults: max(read, 0) >> 22, MinorFaults: 900 + ms,
	}
}

// coldPairsOf makes pairs of which the cold run took so much longer, and read so much.
func coldPairsOf(n int, more, read int64) (all []pair) {
	for i := range int64(n) {
		all = append(all, pair{coldRun(100+i, 0), coldRun(100+i+more+i%3, read)})
	}
	return all
}

// phased is a run of which the phases took and read so much.
func phased(ms float64, read int64) phasedRun {
	return phasedRun{
		Runtime: phaseCost{ms / 1e3, read, read >> 22}, Init: phaseCost{0.05, 0, 0}, Main: phaseCost{0.02, 0, 0},
	}
}

// TestCold holds what is said of cold runs to golden files: one for each way in which they can turn out.
func TestCold(t *testing.T) {
	const size = 50 << 20
	disk := coldFile{Name: "api", FileSystem: "ext4", Bytes: size}
	with := func(f coldFile, change func(*coldFile)) coldFile { change(&f); return f }
	libc := coldFile{Name: "libc.so.6", FileSystem: "ext4", Bytes: 2 << 20, Stayed: 1 << 20}
	unread := coldPairsOf(2, 0, 0)
	for name, c := range map[string]*cold{
		"dear": {Files: []coldFile{disk, libc}, Pairs: coldPairsOf(9, 80, size), Phases: []phasePair{
			{phased(4, 0), phased(70, size)}, {phased(5, 0), phased(75, size)}, {phased(4, 0), phased(72, size)},
		}},
		"cheap":         {Files: []coldFile{disk}, Pairs: coldPairsOf(9, 1, 8<<20)},
		"no difference": {Files: []coldFile{disk}, Pairs: append(coldPairsOf(5, 2, 8<<20), coldPairsOf(4, -9, 8<<20)...)},
		"few":           {Files: []coldFile{disk}, Pairs: coldPairsOf(2, 80, size)},
		"some warm":     {Files: []coldFile{disk}, Pairs: append(coldPairsOf(8, 80, size), unread...)},
		"unseen": {Files: []coldFile{disk}, Pairs: coldPairsOf(9, 80, size), Unseen: "no run was observed",
			Phases: []phasePair{{phased(4, 0), phasedRun{Problem: "it did not get ready"}}}},
		"other owner": {Files: []coldFile{with(disk, func(f *coldFile) { f.Stayed = -1 })}, Pairs: coldPairsOf(9, 80, size)},

		"doubtful":    {Files: []coldFile{with(disk, func(f *coldFile) { f.Stayed = -1 })}, Pairs: coldPairsOf(2, 1, 1<<20)},
		"in memory":   {Files: []coldFile{with(disk, func(f *coldFile) { f.FileSystem, f.Stayed = "tmpfs", size })}, Pairs: unread},
		"mapped":      {Files: []coldFile{with(disk, func(f *coldFile) { f.Stayed = size / 2 })}, Pairs: coldPairsOf(2, 1, 1<<20)},
		"host":        {Files: []coldFile{with(disk, func(f *coldFile) { f.FileSystem = "fuse" })}, Pairs: unread},
		"not told":    {Files: []coldFile{with(disk, func(f *coldFile) { f.Stayed, f.FileSystem = -1, "" })}, Pairs: unread},
		"undroppable": {Files: []coldFile{with(disk, func(f *coldFile) { f.Stayed, f.Problem = -1, "no such file" })}, Pairs: unread},
		"uncounted":   {Files: []coldFile{disk}, Pairs: coldPairsOf(2, 80, -1)},
		"crashed":     {Files: []coldFile{disk}, Pairs: []pair{{coldRun(100, 0), experiment.Run{Outcome: experiment.OutcomeCrashed, Problem: "out of memory"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, filepath.Join("testdata", "cold", strings.ReplaceAll(name, " ", "-")+".golden"), coldPage(t, &observed{Package: "example.com/api", Named: "api", Cold: c}))
		})
	}
	t.Run("built in memory", func(t *testing.T) {
		o := &observed{Cold: &cold{Files: []coldFile{{Name: "api", FileSystem: "tmpfs", Bytes: size, Stayed: size}}, Pairs: unread}}
		golden.Check(t, filepath.Join("testdata", "cold", "built-in-memory.golden"), coldPage(t, o))
	})
}

// coldPage is all that is said of cold runs: in the first line, as a section, in notes and findings.
func coldPage(t *testing.T, o *observed) []byte {
	t.Helper()
	rec := &evidence.Record{Findings: []evidence.Finding{{Rule: hugeBinary.Name, Why: "Relocations."}}}
	var m metrics
	m.plain([]experiment.Run{coldRun(90, 0), coldRun(90, 0), coldRun(90, 0), coldRun(90, 0), coldRun(90, 0), coldRun(91, 0)})
	o.withCold(&m, rec)
	rec.Metrics = m.all
	d := &report.Document{Answer: "api is ready after 90.0 ms" + coldAnswer(rec), Sections: coldSection(rec), Notes: coldNote(rec)}
	for _, s := range rec.Skipped {
		d.Notes = append(d.Notes, skippedText(s))
	}
	for _, w := range rec.Warnings {
		d.Notes = append(d.Notes, w.Text)
	}
	for _, f := range rec.Findings {
		d.Notes = append(d.Notes, fmt.Sprintf("finding %s: %s %.3f of %.3f, %s", f.Rule, f.Severity, f.Cost.Value, f.Share, f.Why))
	}
	for _, p := range rec.Passes {
		d.Notes = append(d.Notes, fmt.Sprintf("pass %s: %d runs", p.Name, p.Runs))
	}
	var page bytes.Buffer
	if err := text.Render(&page, d, text.Options{Width: 100}); err != nil {
		t.Fatal(err)
	}
	return page.Bytes()
}

// TestInTurns: of every other pair the second run comes first.
func TestInTurns(t *testing.T) {
	var got []string
	run := func(name string) func(context.Context) error {
		return func(context.Context) error { got = append(got, name); return nil }
	}
	for n := range 3 {
		if err := inTurns(t.Context(), n, run("warm"), run("cold")); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"warm", "cold", "cold", "warm", "warm", "cold"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	failed := func(context.Context) error { return context.Canceled }
	if err := inTurns(t.Context(), 0, failed, run("cold")); err != context.Canceled || len(got) != 6 {
		t.Errorf("after an error: %v, %v", err, got)
	}
}

// TestColdBudget: pairs get their part of the budget, and none begins that would not fit.
func TestColdBudget(t *testing.T) {
	now := time.Unix(1000, 0)
	m := &measurement{Options: Options{Cold: true, Now: func() time.Time { return now }}}
	m.seen.Plain = []experiment.Run{{Start: 0, End: int64(2 * time.Second)}}
	end := now.Add(10 * time.Second)
	if got := m.plainUntil(end); !got.Equal(now.Add(5 * time.Second)) {
		t.Errorf("plain runs until %s, want half of the budget", got.Sub(now))
	}
	slow := []pair{{coldRun(1, 0), coldRun(1, 0)}}
	slow[0].Other.End = int64(9 * time.Second)
	for _, c := range []struct {
		name string
		made []pair
		left time.Duration
		want bool
	}{
		{"the first", nil, 4 * time.Second, true},
		{"the first, too late", nil, 3 * time.Second, false},
		{"as slow as the last", slow, 9 * time.Second, true},
		{"slower than what is left", slow, 8 * time.Second, false},
	} {
		if got := m.affordsPair(c.made, now.Add(c.left)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		options Options
		want    int
	}{{Options{}, 0}, {Options{Runs: 4}, 0}, {Options{Cold: true}, mostPairs}, {Options{Cold: true, Runs: 4}, 4}} {
		if got := c.options.coldPairs(); got != c.want {
			t.Errorf("coldPairs of %d runs, cold %v = %d, want %d", c.options.Runs, c.options.Cold, got, c.want)
		}
	}
}
