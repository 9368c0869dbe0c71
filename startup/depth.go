package startup

import (
	"fmt"
	"path"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Rows of the table of reasons: either is enough. Below notablePeriod all is noise of the scheduler.
const (
	topReasons    = 6
	notableWait   = 0.01 // of ready
	notableLength = 1e-3 // seconds
)

// blockedSection lists what goroutines were blocked by.
func blockedSection(rec *evidence.Record) []report.Section {
	ready := observedMetric(rec, MetricReady)
	if ready == nil {
		return nil
	}
	scale := unit.NewScale("seconds", ready.Summary.Median)
	t := &report.Table{Columns: []report.Column{
		{Name: "blocked by"}, {Name: "goroutines", Align: report.Right}, {Name: "waits", Align: report.Right},
		{Name: "total", Align: report.Right}, {Name: "on path", Align: report.Right},
		{Name: "longest", Align: report.Right}, {Name: "at"},
	}}
	for _, m := range labelled(rec, MetricBlocked) {
		reason, total := m.Labels["reason"], m.Summary.Median
		notable := total >= notableLength || total >= notableWait*ready.Summary.Median && total >= notablePeriod
		if !notable || len(t.Rows) == topReasons {
			continue
		}
		longest := ofReason(rec, MetricBlockedLongest, reason)
		t.Rows = append(t.Rows, report.Row(reason,
			unit.Count(ofReason(rec, MetricBlockedGoroutines, reason).Summary.Median),
			unit.Count(ofReason(rec, MetricBlockedWaits, reason).Summary.Median),
			scale.Format(total),
			scale.Format(ofReason(rec, MetricBlockedOnPath, reason).Summary.Median),
			scale.Format(longest.Summary.Median), fileName(longest.Labels["file"])))
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []report.Section{{Table: t}}
}

// fileName is the end of a path that names a file well enough for a table.
func fileName(file string) string {
	if file == "" {
		return ""
	}
	dir, name := path.Split(file)
	return strings.TrimPrefix(path.Join(path.Base(dir), name), "./")
}

// labelled returns the metrics of that name that have labels, in order.
func labelled(rec *evidence.Record, name string) []*evidence.Metric {
	var out []*evidence.Metric
	for i := range rec.Metrics {
		if m := &rec.Metrics[i]; m.Name == name && len(m.Labels) > 0 {
			out = append(out, m)
		}
	}
	return out
}

// ofReason returns the metric of that name for a reason, an empty one if there is none.
func ofReason(rec *evidence.Record, name, reason string) *evidence.Metric {
	for _, m := range labelled(rec, name) {
		if m.Labels["reason"] == reason {
			return m
		}
	}
	return &evidence.Metric{}
}

// notableTurn is from how many seconds without a turn, at a time, a line tells of it: the preemption
// interval of the runtime is 10 ms.
const notableTurn = 10e-3

// livesSection tells of goroutines when there are many or some had to wait for a turn.
func livesSection(rec *evidence.Record) []report.Section {
	created, alive := observedMetric(rec, MetricCreated), observedMetric(rec, MetricAlive)
	if created == nil || alive == nil {
		return nil
	}
	var told []string
	bursts, turns := labelled(rec, MetricBurst), labelled(rec, MetricRunnableLongest)
	if len(bursts) > 0 || created.Summary.Median >= smallBurst {
		told = append(told, fmt.Sprintf("%s created before ready, most alive at once %s",
			unit.Count(created.Summary.Median), unit.Count(alive.Summary.Median)))
	}
	if len(bursts) > 0 {
		told = append(told, fmt.Sprintf("%s of them within 10 ms at %s", unit.Count(bursts[0].Summary.Median), placeText(bursts[0])))
	}
	if len(turns) > 0 && turns[0].Summary.Median >= notableTurn {
		total := labelled(rec, MetricRunnable)[0]
		told = append(told, fmt.Sprintf("those of %s waited for a turn for %s, at most %s at a time", placeText(turns[0]),
			unit.Seconds(total.Summary.Median), unit.Seconds(turns[0].Summary.Median)))
	}
	if len(told) == 0 {
		return nil
	}
	return []report.Section{{KeyValues: []report.KeyValue{{Key: "goroutines", Value: strings.Join(told, "; ")}}}}
}

// placeText is the place that a metric belongs to, in a sentence.
func placeText(m *evidence.Metric) string {
	f := frameOf(m.Labels)
	return strings.TrimSpace(shortPlace(f) + " " + f.File)
}

// Rows of the table of allocation sites. The runtime first collects when 4 MiB are allocated: what is
// much less does not matter.
const (
	topAllocSites = 5
	notableAlloc  = 1 << 20 // bytes
	notableSite   = 0.05    // of all
)

// allocsSection lists the lines that allocate most.
func allocsSection(rec *evidence.Record) []report.Section {
	total, objects := metric(rec, MetricAllocBytes, passAlloc), metric(rec, MetricAllocObjects, passAlloc)
	if total == nil || objects == nil {
		return nil
	}
	t := &report.Table{Columns: []report.Column{
		{Name: fmt.Sprintf("allocated until ready, most of %s in %s objects",
			unit.Bytes(total.Summary.Median), unit.Count(objects.Summary.Median))},
		{Name: "bytes", Align: report.Right}, {Name: "objects", Align: report.Right},
	}}
	counts := labelled(rec, MetricAllocSiteObjects)
	for i, m := range labelled(rec, MetricAllocSite) {
		v := m.Summary.Median
		if i == topAllocSites || v < notableAlloc || v < notableSite*total.Summary.Median {
			break
		}
		t.Rows = append(t.Rows, report.Row(placeText(m), unit.Bytes(v), unit.Count(counts[i].Summary.Median)))
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []report.Section{{Table: t}}
}
