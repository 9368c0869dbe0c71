package startup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gotool"
)

const allocsOfFill = "cupel-allocs\t1\nrate\t4096\ntotal\t3000000\t40\n" +
	"func\tmain.fill\t/src/x/main.go\nfunc\tbytes.Clone\t/go/src/bytes/bytes.go\n" +
	"site\t2000000\t2\t1\t9\t0\t12\nsite\t900000\t1\t0\t13\nend\n"

// TestAnalyzeAlloc holds what becomes of the run that samples allocations, good and bad.
func TestAnalyzeAlloc(t *testing.T) {
	good := experiment.Run{Start: 1e9, Ready: 2e9, Outcome: experiment.OutcomeReady}
	crashed := experiment.Run{Start: 1e9, Outcome: experiment.OutcomeCrashed, ExitCode: 3}
	exited := experiment.Run{Start: 1e9, Ready: 3e9, Outcome: experiment.OutcomeExited}
	for _, c := range []struct {
		name    string
		run     experiment.Run
		file    string
		ready   float64 // seconds; 0: none
		total   bool
		sites   int
		skipped string // part of why; "" nothing is
	}{
		{"good", good, allocsOfFill, 1, true, 2, ""},
		{"exited", exited, strings.Replace(allocsOfFill, "total", "exit\t2500000000\ntotal", 1), 1.5, true, 2, ""},
		{"crashed", crashed, "", 0, false, 0, "exits with code 3 before it is ready"},
		{"killed while writing", good, strings.TrimSuffix(allocsOfFill, "end\n"), 0, false, 0, "ended before the agent"},
		{"rate changed", good, strings.Replace(allocsOfFill, "total", "changed\ntotal", 1), 1, true, 0, "runtime.MemProfileRate"},
		{"damaged", good, "what is this\n", 0, false, 0, "line 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			seen := observed{Package: "example.com/x", Module: "example.com/x", Alloc: &c.run,
				Packages: map[string]*gotool.Package{"example.com/x": {ImportPath: "example.com/x", Module: "example.com/x"}}}
			if err := seen.save(dir); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, fileAllocs), []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
			var rec evidence.Record
			if err := analyze(dir, &rec); err != nil {
				t.Fatal(err)
			}
			if err := writeProfiles(dir); err != nil {
				t.Fatal(err)
			}
			ready, total := metric(&rec, MetricReady, passAlloc), metric(&rec, MetricAllocBytes, passAlloc)
			if (ready != nil) != (c.ready != 0) || ready != nil && ready.Summary.Median != c.ready {
				t.Errorf("ready = %+v, want %v s", ready, c.ready)
			}
			if (total != nil) != c.total || total != nil && total.Summary.Median != 3000000 {
				t.Errorf("total = %+v, want %v", total, c.total)
			}
			if got := len(labelled(&rec, MetricAllocSite)); got != c.sites {
				t.Errorf("%d sites, want %d", got, c.sites)
			}
			_, err := os.Stat(filepath.Join(dir, fileAllocsPProf))
			if written := err == nil; written != (c.sites > 0) {
				t.Errorf("profile written: %v (%v)", written, err)
			}
			if (len(rec.Skipped) > 0) != (c.skipped != "") || c.skipped != "" && !strings.Contains(rec.Skipped[0].Why, c.skipped) {
				t.Errorf("skipped %+v, want %q", rec.Skipped, c.skipped)
			}
		})
	}
}

// TestAllocsSection holds that small allocations are not worth a table.
func TestAllocsSection(t *testing.T) {
	var m metrics
	m.add(passAlloc, MetricAllocBytes, "lower", nil, 10<<20)
	m.add(passAlloc, MetricAllocObjects, "lower", nil, 1000)
	add := func(symbol string, bytes float64) {
		labels := map[string]string{"package": "example.com/x/y", "symbol": symbol, "file": "y/y.go:7"}
		m.add(passAlloc, MetricAllocSite, "lower", labels, bytes)
		m.add(passAlloc, MetricAllocSiteObjects, "lower", labels, 20)
	}
	add("big", 8<<20)
	add("small", 1<<19)
	s := allocsSection(&evidence.Record{Metrics: m.all})
	if len(s) != 1 || len(s[0].Table.Rows) != 1 || s[0].Table.Rows[0][0].Text != "y.big y/y.go:7" {
		t.Errorf("sections %+v, want one row for y.big", s)
	}
	if s := allocsSection(&evidence.Record{}); s != nil {
		t.Errorf("without a run that samples: %+v", s)
	}
}
