package startup

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
)

// TestAside holds which tables a reader sees unasked: those that tell more than the causes do.
func TestAside(t *testing.T) {
	cause := func(pkg string, share float64) evidence.Finding {
		return evidence.Finding{Severity: finding.High, Share: share, Where: evidence.Frame{Package: pkg}}
	}
	for _, c := range []struct {
		name   string
		causes []evidence.Finding
		gc     float64 // seconds of 0.1
		want   []string
	}{
		{"nothing stands out", nil, 0, []string{"package init", "blocked by"}},
		{"all is told", []evidence.Finding{cause("a", 0.5), cause("b", 0.4)}, 0, nil},
		{"a package is not named", []evidence.Finding{cause("a", 0.9)}, 0, []string{"package init"}},
		{"a good part is left", []evidence.Finding{cause("a", 0.4), cause("b", 0.3)}, 0, []string{"blocked by"}},
		{"the collector", []evidence.Finding{cause("a", 0.5), cause("b", 0.4)}, 0.006, []string{"allocated"}},
		{"not ready", []evidence.Finding{{Rule: ruleNotReady, Severity: finding.Info}, cause("a", 0.5), cause("b", 0.4)}, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := depthRecord(c.gc)
			rec.Findings = c.causes
			var aside, got []string
			for _, s := range (&Result{Record: rec}).Document().Sections {
				aside = append(aside, s.Aside)
			}
			for _, name := range []string{"package init", "blocked by", "allocated"} {
				if !slices.Contains(aside, name) {
					got = append(got, name)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("tables shown (-want +got):\n%s", diff)
			}
			if !slices.Contains(aside, "metrics by phase") {
				t.Error("metrics by phase are shown")
			}
		})
	}
}

// depthRecord has a row for each of the tables.
func depthRecord(gc float64) *evidence.Record {
	var m metrics
	m.add(passPlain, MetricReady, "lower", nil, 0.05)
	m.add(passTrace, MetricReady, "lower", nil, 0.1)
	m.add(passTrace, MetricInitSelf, "lower", map[string]string{"package": "a"}, 0.05)
	m.add(passTrace, MetricInitSelf, "lower", map[string]string{"package": "b"}, 0.01)
	m.add(passTrace, MetricBlocked, "lower", map[string]string{"reason": "sync"}, 0.04)
	m.add(passTrace, MetricBlockedOnPath, "lower", map[string]string{"reason": "sync"}, 0.03)
	m.add(passTrace, metricAllocated, "none", map[string]string{"phase": phaseInit.String()}, 1<<20)
	m.add(passTrace, metricGCCPU, "none", map[string]string{"phase": phaseInit.String()}, gc)
	m.add(passAlloc, MetricAllocBytes, "lower", nil, 4<<20)
	m.add(passAlloc, MetricAllocObjects, "lower", nil, 7)
	site := map[string]string{"package": "a", "symbol": "init", "file": "a.go:3"}
	m.add(passAlloc, MetricAllocSite, "lower", site, 3<<20)
	m.add(passAlloc, MetricAllocSiteObjects, "lower", site, 5)
	return &evidence.Record{Metrics: m.all}
}

// TestSlowed holds that a traced run far from the plain ones is told of.
func TestSlowed(t *testing.T) {
	got := (&Result{Record: depthRecord(0)}).Document().Notes
	want := []string{"costs are those of the traced run, which took 100 ms, 2.0 times as long as the plain ones: " +
		"go by the shares, and run again if the machine was busy"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// TestHeldNote holds that it is told what the program stood still for: the kernel sets no breakpoints.
func TestHeldNote(t *testing.T) {
	for pass, want := range map[string]string{
		passPtrace: "on its way to ready the program stood still for 20.0 ms at breakpoints: that is left out of all figures of the observed run",
		passBPF:    "on its way to ready the program stood still for 20.0 ms to be sampled: that is left out of all figures of the observed run",
	} {
		var m metrics
		m.add(pass, MetricReady, "lower", nil, 0.1)
		m.add(pass, metricClassPrefix, "lower", map[string]string{"class": classHeld.String()}, 0.02)
		got := heldNote(&evidence.Record{Metrics: m.all, Passes: []evidence.Pass{{Name: pass}}})
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", pass, diff)
		}
	}
}
