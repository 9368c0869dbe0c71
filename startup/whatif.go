package startup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/unit"
)

// whatIf says how soon the program would be ready without the first causes, one after the other.
func whatIf(rec *evidence.Record, causes []evidence.Finding) string {
	ready := observedMetric(rec, MetricReady)
	if ready == nil {
		return ""
	}
	scale := unit.NewScale("seconds", ready.Summary.Median)
	var parts, order []string
	for i, f := range causes {
		if slices.Contains(order, f.Fingerprint) {
			continue
		}
		order = append(order, f.Fingerprint)
		m := readyWithout(rec, order...)
		if m == nil {
			break
		}
		after := "after "
		if len(parts) == 0 {
			after = "ready after "
		}
		parts = append(parts, "without "+ranks(i+1)+" "+after+scale.Format(m.Summary.Median))
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("what if (replay of the %s, %s): %s",
		observedRun(rec), scale.Format(ready.Summary.Median), strings.Join(parts, ", "))
}

// ranks names the causes from the first to the nth.
func ranks(n int) string {
	switch n {
	case 1:
		return "1"
	case 2:
		return "1 and 2"
	}
	return fmt.Sprintf("1 to %d", n)
}

// nothingSaved is the share of ready below which a saving is none.
const nothingSaved = 0.01

// alone says how soon the program would be ready without that cause only.
func alone(rec *evidence.Record, f evidence.Finding) string {
	ready, m := observedMetric(rec, MetricReady), readyWithout(rec, f.Fingerprint)
	if ready == nil || m == nil {
		return ""
	}
	if ready.Summary.Median-m.Summary.Median < nothingSaved*ready.Summary.Median {
		return "no sooner ready without this one alone: something else takes as long"
	}
	return "ready after " + unit.Seconds(m.Summary.Median) + " without this one alone"
}

// readyWithout returns the metric of ready without the causes of these fingerprints, nil if there is none.
func readyWithout(rec *evidence.Record, fingerprints ...string) *evidence.Metric {
	label := strings.Join(fingerprints, ",")
	for i := range rec.Metrics {
		if m := &rec.Metrics[i]; m.Name == MetricReadyWithout && m.Labels["without"] == label {
			return m
		}
	}
	return nil
}
