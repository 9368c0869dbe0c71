package startup

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/unit"
)

// coldAnswer is what a cold page cache adds to the first line, "" where no such runs were asked for.
func coldAnswer(rec *evidence.Record) string {
	if coldUnknown(rec) != nil {
		return "; page-cache-cold: unknown"
	}
	was, is := coldArms(rec, MetricReady)
	if is == nil {
		return ""
	}
	return fmt.Sprintf("; page-cache-cold it is ready after %s (%s, %s)", unit.Seconds(is.Summary.Median),
		timesAsLong(was, is), counted(len(is.Samples), "pair", "pairs"))
}

// coldUnknown is why it is not known what a cold page cache costs, though it was asked; nil else.
func coldUnknown(rec *evidence.Record) *evidence.Skipped {
	for i := range rec.Skipped {
		if rec.Skipped[i].What == whatCold {
			return &rec.Skipped[i]
		}
	}
	return nil
}

// coldArms returns a metric of the warm and of the cold runs of the pairs, nil if there are none.
func coldArms(rec *evidence.Record, name string) (was, is *evidence.Metric) {
	for _, m := range labelled(rec, name) {
		if m.Labels["paired"] == passCold {
			was = m
		}
	}
	return was, metric(rec, name, passCold)
}

// timesAsLong is the ratio of the pairs with its interval.
func timesAsLong(was, is *evidence.Metric) string {
	ratio := stats.Ratio(was.Samples, is.Samples, 0.95)
	if !ratio.OK {
		return fmt.Sprintf("×%.2f", ratio.Value)
	}
	return fmt.Sprintf("×%.2f, 95 %% CI %.2f–%.2f", ratio.Value, ratio.Lo, ratio.Hi)
}

// coldSection tells what a cold page cache costs, and what was cold.
func coldSection(rec *evidence.Record) []report.Section {
	var s report.Section
	add := func(key, value string) {
		if value != "" {
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: key, Value: value})
		}
	}
	const title = "with a cold page cache"
	if u := coldUnknown(rec); u != nil {
		s.Title = title
		add("ready", "unknown: "+u.Why)
		if u.Remedy != "" {
			add("needs", u.Remedy)
		}
		return []report.Section{s}
	}
	was, is := coldArms(rec, MetricReady)
	if was == nil || is == nil {
		return nil
	}
	add("costs", coldDifference(was, is))
	add("cold", coldMeaning(rec))
	for _, f := range rec.Findings {
		if f.Rule == ruleCold {
			add("do", f.Do)
			add("why", f.Why)
		}
	}
	return append([]report.Section{{Title: title, Table: coldTable(rec, len(is.Samples))}}, append(coldPhaseTable(rec), s)...)
}

// coldDifference compares the two arms run by run.
func coldDifference(was, is *evidence.Metric) string {
	more := stats.Difference(was.Samples, is.Samples, 0.95)
	switch {
	case !more.OK:
		return fmt.Sprintf("%s, %s (%s: too few for an interval)", plus(more.Value), timesAsLong(was, is), counted(len(is.Samples), "pair", "pairs"))
	case more.Holds(0):
		return "no difference found (95 % CI " + plus(more.Lo) + " to " + plus(more.Hi) + ")"
	}
	return fmt.Sprintf("%s (95 %% CI %s to %s), %s", plus(more.Value), plus(more.Lo), plus(more.Hi), timesAsLong(was, is))
}

// coldNote tells that warm runs beside cold ones differ from those among themselves: hugo took 43 ms after its
// file was read as a whole, and 55 ms after a start had read it page by page (docs/benchmarks.md).
func coldNote(rec *evidence.Record) []string {
	was, _ := coldArms(rec, MetricReady)
	plain := metric(rec, MetricReady, passPlain)
	if was == nil || plain == nil || was.Summary.CI95 == nil || plain.Summary.CI95 == nil ||
		was.Summary.CI95[0] <= plain.Summary.CI95[1] {
		return nil
	}
	return []string{fmt.Sprintf("warm runs beside cold ones took %s, among themselves %s: how a file lies in memory depends on "+
		"how it got there, and the caches of the CPU hold less of it; the pairs compare like with like",
		unit.Seconds(was.Summary.Median), unit.Seconds(plain.Summary.Median))}
}

// plus is a difference with its sign.
func plus(seconds float64) string {
	if seconds < 0 {
		return unit.Seconds(seconds)
	}
	return "+" + unit.Seconds(seconds)
}

// coldTable sets the medians of both arms side by side.
func coldTable(rec *evidence.Record, pairs int) *report.Table {
	t := &report.Table{Columns: []report.Column{
		{Name: "median of " + counted(pairs, "pair", "pairs") + " of plain runs, in turns"},
		{Name: "cold", Align: report.Right}, {Name: "warm", Align: report.Right},
	}}
	for _, row := range []struct{ text, metric string }{
		{"ready", MetricReady}, {"read from the disk", MetricRead},
		{"major faults", MetricMajorFaults}, {"minor faults", MetricMinorFaults},
	} {
		if was, is := coldArms(rec, row.metric); was != nil && is != nil {
			t.Rows = append(t.Rows, report.Row(row.text, unit.Format(is.Summary.Median, is.Unit), unit.Format(was.Summary.Median, was.Unit)))
			if row.metric == MetricReady && was.Summary.CI95 != nil && is.Summary.CI95 != nil {
				t.Rows = append(t.Rows, report.Row("  95 % CI", interval(is.Summary.CI95), interval(was.Summary.CI95)))
			}
		}
	}
	return t
}

// coldPhaseTable tells in which phases cold runs wait for the disk.
func coldPhaseTable(rec *evidence.Record) []report.Section {
	t := &report.Table{Columns: []report.Column{
		{}, {Name: "cold", Align: report.Right}, {Name: "warm", Align: report.Right},
		{Name: "read", Align: report.Right}, {Name: "major faults", Align: report.Right},
	}}
	for _, ph := range []struct {
		phase
		text string
	}{
		{phaseRuntime, "loading, up to package init"}, {phaseInit, "package init"}, {phaseMain, "main to ready"},
	} {
		warm, cold := coldPhase(rec, MetricPhase, ph.phase, cacheWarm), coldPhase(rec, MetricPhase, ph.phase, cacheCold)
		read, major := coldPhase(rec, MetricPhaseRead, ph.phase, cacheCold), coldPhase(rec, MetricPhaseMajor, ph.phase, cacheCold)
		if warm == nil || cold == nil || read == nil || major == nil {
			return nil
		}
		t.Columns[0].Name = "median of " + counted(len(cold.Samples), "pair", "pairs") + " with 2 breakpoints"
		t.Rows = append(t.Rows, report.Row(ph.text, unit.Seconds(cold.Summary.Median), unit.Seconds(warm.Summary.Median),
			unit.Bytes(read.Summary.Median), unit.Count(major.Summary.Median)))
	}
	return []report.Section{{Table: t}}
}

func coldPhase(rec *evidence.Record, name string, p phase, cache string) *evidence.Metric {
	for _, m := range labelled(rec, name) {
		if m.Labels["phase"] == p.String() && m.Labels["cache"] == cache {
			return m
		}
	}
	return nil
}

// coldMeaning tells what was cold and what was not.
func coldMeaning(rec *evidence.Record) string {
	files := labelled(rec, MetricColdFile)
	if len(files) == 0 {
		return ""
	}
	first := files[0]
	text := fmt.Sprintf("before each cold run the page cache dropped %s (%s", first.Labels["file"], unit.Bytes(first.Summary.Median))
	if fs := first.Labels["file_system"]; fs != "" {
		text += " on " + fs
	}
	text += ")"
	if n := len(files) - 1; n > 0 {
		text += " and " + counted(n, "shared library", "shared libraries")
	}
	return text + stayedText(rec, files) + "; files that the program reads stay cached, and what the disk or a host below caches is not known"
}

// stayedText names the files that the page cache did not let go of, and those of which that is not known.
func stayedText(rec *evidence.Record, files []*evidence.Metric) string {
	told := map[string]float64{}
	for _, m := range labelled(rec, MetricColdStayed) {
		told[m.Labels["file"]] = m.Summary.Median
	}
	var stayed []string
	unknown := false
	for _, f := range files {
		name := f.Labels["file"]
		bytes, known := told[name]
		switch {
		case !known:
			unknown = true
		case bytes > 0:
			stayed = append(stayed, unit.Bytes(bytes)+" of "+name)
		}
	}
	text := ""
	if len(stayed) > 0 {
		text = ", but not " + strings.Join(stayed, " and ") + ", which other processes have mapped"
	}
	if unknown {
		text += "; whether some of it stayed nevertheless the kernel tells the owner of a file only"
	}
	return text
}
