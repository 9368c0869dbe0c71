package startup

import (
	"fmt"
	"sort"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// figures says what ready means here and what the plain runs used.
func figures(rec *evidence.Record) []report.Section {
	var s report.Section
	for _, f := range rec.Findings {
		if f.Rule == ruleReadyBy {
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: "ready", Value: strings.TrimSpace("when it " + f.Title + "  " + place(f.Where, rec.Subject.Module))})
		}
	}
	var used []string
	for _, u := range []struct{ text, metric string }{
		{"CPU", MetricCPU}, {"RSS", MetricRSS}, {"minor faults", MetricMinorFaults}, {"major faults", MetricMajorFaults},
	} {
		if m := metric(rec, u.metric, passPlain); m != nil && m.Summary.Median > 0 {
			used = append(used, u.text+" "+unit.Format(m.Summary.Median, m.Unit))
		}
	}
	if len(used) > 0 {
		s.KeyValues = append(s.KeyValues, report.KeyValue{Key: "used", Value: strings.Join(used, ", ") + " (medians of plain runs)"})
	}
	if len(s.KeyValues) == 0 {
		return nil
	}
	return []report.Section{s}
}

// phases is the table of where the traced run spent its time.
func phases(rec *evidence.Record) []report.Section {
	ready := observedMetric(rec, MetricReady)
	if ready == nil {
		return nil
	}
	whole := ready.Summary.Median
	scale := unit.NewScale("seconds", whole)
	t := &report.Table{Columns: []report.Column{
		{Name: "phase"}, {Name: "time", Align: report.Right}, {Name: "share", Align: report.Right},
	}}
	for _, row := range []struct{ text, metric string }{
		{"process start (exec to first init)", MetricRuntimeInit},
		{"  of it the dynamic loader", MetricLoader},
		{"package init", MetricPackageInit},
		{"main to ready", MetricMainToReady},
		{"ready, " + observedRun(rec), MetricReady},
	} {
		if m := observedMetric(rec, row.metric); m != nil {
			v := m.Summary.Median
			t.Rows = append(t.Rows, report.Row(row.text, scale.Format(v), unit.Percent(v/whole)))
		}
	}
	return []report.Section{{Table: t}}
}

// Rows of the table of packages.
const (
	topPackages   = 5
	notablePart   = 0.01 // of the time in package init
	notablePeriod = 100e-6
)

// packagesSection lists the packages with the longest init.
func packagesSection(rec *evidence.Record) []report.Section {
	var all []evidence.Metric
	total := 0.0
	for _, m := range rec.Metrics {
		if m.Name == MetricInitSelf {
			all = append(all, m)
			total += m.Summary.Median
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Summary.Median > all[j].Summary.Median })
	t := &report.Table{Columns: []report.Column{
		{Name: fmt.Sprintf("package init, longest of %d", len(all))}, {Name: "time", Align: report.Right},
	}}
	for i, m := range all {
		v := m.Summary.Median
		if i == topPackages || v < notablePart*total || v < notablePeriod {
			break
		}
		t.Rows = append(t.Rows, report.Row(m.Labels["package"], unit.NewScale("seconds", all[0].Summary.Median).Format(v)))
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []report.Section{{Table: t}}
}
