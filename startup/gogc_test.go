package startup

import (
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
)

// TestWhatIf holds what pairs of runs say of the collector, and where.
func TestWhatIf(t *testing.T) {
	run := func(ms, mib int64) experiment.Run {
		return experiment.Run{Start: 1, Ready: 1 + ms*1e6, MaxRSS: mib << 20, Outcome: experiment.OutcomeReady}
	}
	pairs := func(n int, other func(i int64) experiment.Run) (all []pair) {
		for i := range int64(n) {
			all = append(all, pair{run(300+i, 20), other(i)})
		}
		return all
	}
	faster := func(i int64) experiment.Run { return run(200+i, 45) }
	uneven := func(i int64) experiment.Run { return run(295+9*(i%2)+i, 45) }
	crashed := func(int64) experiment.Run {
		return experiment.Run{Outcome: experiment.OutcomeCrashed, Problem: "out of memory"}
	}
	for _, c := range []struct {
		name      string
		all       []pair
		why, skip string
	}{
		{"none", nil, "Doc.", ""},
		{"faster", pairs(9, faster), "Doc. With GOGC=400: ready after 204 ms instead of 304 ms (9 pairs of plain runs, " +
			"ratio 0.67, 95 % CI 0.67–0.67), peak RSS 45.0 MiB instead of 20.0 MiB.", ""},
		{"no difference", pairs(9, uneven), "no difference found, ready after ", ""},
		{"few", pairs(2, faster), "ratio 0.67, too few for an interval)", ""},
		{"crashed", pairs(2, crashed), "Doc.", "out of memory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := &evidence.Record{Findings: []evidence.Finding{{Rule: "other", Why: "Other."}, {Rule: gcOnPath.Name, Why: "Doc."}}}
			var m metrics
			(&observed{GOGC: c.all}).withGOGC(&m, rec)
			if got := rec.Findings[1].Why; !strings.Contains(got, c.why) || c.why == "Doc." && got != c.why {
				t.Errorf("why = %q, want %q", got, c.why)
			}
			if rec.Findings[0].Why != "Other." {
				t.Errorf("why of another rule = %q", rec.Findings[0].Why)
			}
			if skipped := len(rec.Skipped) > 0; skipped != (c.skip != "") || skipped && !strings.Contains(rec.Skipped[0].Why, c.skip) {
				t.Errorf("skipped = %+v, want %q", rec.Skipped, c.skip)
			}
		})
	}
}
