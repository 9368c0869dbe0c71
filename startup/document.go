package startup

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Document turns the result into what a user reads. It uses the record alone, so a stored record
// reads the same at any time.
func (r *Result) Document() *report.Document { return r.document(nil) }

// document is Document with pictures, which follow the causes.
func (r *Result) document(pictures []report.Section) *report.Document {
	rec := r.Record
	d := &report.Document{Answer: answer(rec), Origin: report.OriginOf(rec)}
	d.Sections = append(d.Sections, figures(rec)...)
	d.Sections = append(d.Sections, phases(rec)...)
	d.Sections = append(d.Sections, coldSection(rec)...)
	d.Sections = append(d.Sections, causesSection(rec)...)
	d.Sections = append(d.Sections, observationsSection(rec)...)
	d.Sections = append(d.Sections, informationSection(rec)...)
	d.Sections = append(d.Sections, pictures...)
	d.Sections = append(d.Sections, livesSection(rec)...)
	d.Sections = append(d.Sections, asideUnless(worthPackages(rec), "package init", packagesSection(rec))...)
	d.Sections = append(d.Sections, asideUnless(worthBlocked(rec), "blocked by", blockedSection(rec))...)
	d.Sections = append(d.Sections, asideUnless(worthAllocs(rec), "allocated", allocsSection(rec))...)
	d.Sections = append(d.Sections, asideUnless(false, "metrics by phase", phaseMetricsSection(rec))...)
	d.Notes = append(d.Notes, slowedNote(rec)...)
	d.Notes = append(d.Notes, heldNote(rec)...)
	d.Notes = append(d.Notes, coldNote(rec)...)
	d.Notes = append(d.Notes, redactedNote(rec)...)
	for _, w := range rec.Warnings {
		d.Notes = append(d.Notes, w.Text)
	}
	for _, s := range rec.Skipped {
		if s.What != whatCold { // said above
			d.Notes = append(d.Notes, skippedText(s))
		}
	}
	if r.Path != "" {
		d.Sections = append(d.Sections, r.evidenceSection())
	}
	return d
}

// Encode writes the record as JSON.
func (r *Result) Encode(w io.Writer) error { return r.Record.Encode(w) }

// redactedNote says what was taken out of a record when it was bundled.
func redactedNote(rec *evidence.Record) []string {
	if len(rec.Redacted) == 0 {
		return nil
	}
	return []string{"placeholders such as ~ and $PWD stand for what was taken out of this record: " + strings.Join(rec.Redacted, ", ")}
}

func skippedText(s evidence.Skipped) string {
	text := fmt.Sprintf("not measured: %s: %s", s.What, s.Why)
	if s.Remedy != "" {
		text += "; what would help: " + s.Remedy
	}
	return text
}

// answer is the first line.
func answer(rec *evidence.Record) string {
	name := cmp.Or(rec.Subject.File, report.Program(rec.Subject.Package))
	if rec.Subject.Version != "" {
		name += "@" + rec.Subject.Version
	}
	for _, f := range rec.Findings {
		if f.Rule == ruleNotReady {
			return name + " " + f.Title
		}
	}
	ready := metric(rec, MetricReady, passPlain)
	if ready == nil {
		ready = observedMetric(rec, MetricReady)
	}
	if ready == nil {
		return name + " was not measured"
	}
	return fmt.Sprintf("%s is ready after %s; %s%s", name, measured(ready), mainCause(rec), coldAnswer(rec))
}

// measured is a duration with n, its pass and its interval.
func measured(m *evidence.Metric) string {
	s := m.Summary
	text := unit.Seconds(s.Median)
	switch {
	case s.CI95 != nil:
		return fmt.Sprintf("%s (median of %d %s runs, 95 %% CI %s)", text, s.N, m.Pass, interval(s.CI95))
	case s.N > 1:
		return fmt.Sprintf("%s (median of %d %s runs, too few for an interval)", text, s.N, m.Pass)
	}
	return fmt.Sprintf("%s (one %s run)", text, m.Pass)
}

func interval(ci *[2]float64) string {
	return unit.NewScale("seconds", ci[:]...).Range(ci[0], ci[1])
}

func mainCause(rec *evidence.Record) string {
	causes := ranked(rec)
	if observedMetric(rec, MetricReady) == nil {
		return "what it waits for was not measured"
	}
	if len(causes) == 0 || causes[0].Severity == finding.Low {
		return "nothing stands out"
	}
	c := causes[0]
	return fmt.Sprintf("%s of it: %s %s", unit.Percent(c.Share), shortPlace(c.Where), c.Title)
}

// shortPlace names a place as Go programmers do in speech: config.init, or the module's last element.
func shortPlace(f evidence.Frame) string {
	return strings.TrimSuffix(base(f.Package)+"."+f.Symbol, ".")
}

// ranked returns the findings that are causes.
func ranked(rec *evidence.Record) []evidence.Finding {
	var out []evidence.Finding
	for _, f := range rec.Findings {
		if f.Severity != finding.Info {
			out = append(out, f)
		}
	}
	return out
}

// metric returns the metric of that name and pass without labels, nil if there is none.
func metric(rec *evidence.Record, name, pass string) *evidence.Metric {
	for i := range rec.Metrics {
		if m := &rec.Metrics[i]; m.Name == name && m.Pass == pass && len(m.Labels) == 0 {
			return m
		}
	}
	return nil
}

func causesSection(rec *evidence.Record) []report.Section {
	causes := ranked(rec)
	if len(causes) == 0 {
		return nil
	}
	s := report.Section{Title: "causes on the critical path, " + observedRun(rec)}
	explained := 0.0
	for i, f := range causes {
		e := entry(i+1, f, rec.Subject.Module)
		if text := alone(rec, f); text != "" && i > 0 {
			e.Details = append(e.Details, report.KeyValue{Key: "alone", Value: text, Aside: f.Severity == finding.Low})
		}
		e.Details = append(e.Details, insideDetails(rec, f)...)
		s.Findings = append(s.Findings, e)
		explained += f.Share
	}
	sections := []report.Section{s, {Paragraph: rest(rec, explained)}}
	if text := whatIf(rec, causes); text != "" {
		sections = append(sections, report.Section{Paragraph: text})
	}
	return sections
}

// observationsSection shows what the rules tell beside the causes: it is never ranked, and its cost
// is part of theirs.
func observationsSection(rec *evidence.Record) []report.Section {
	s := report.Section{Title: "beside the causes, and within their cost"}
	for _, f := range rec.Findings {
		if f.Severity == finding.Info && f.Process == "" && isRule(f.Rule) {
			s.Findings = append(s.Findings, entry(0, f, rec.Subject.Module))
		}
	}
	if len(s.Findings) == 0 {
		return nil
	}
	return []report.Section{s}
}

// rest says how much of the path the causes leave and how much nobody knows.
func rest(rec *evidence.Record, explained float64) string {
	ready := observedMetric(rec, MetricReady)
	unknown := observedMetric(rec, MetricUnattributed)
	if ready == nil || unknown == nil {
		return ""
	}
	share := unknown.Summary.Median / ready.Summary.Median
	return fmt.Sprintf("the causes above: %s of the path; smaller pieces: %s; not attributed: %s",
		unit.Percent(explained), unit.Percent(max(0, 1-explained-share)), unit.Percent(share))
}

func entry(rank int, f evidence.Finding, home string) report.Entry {
	e := report.Entry{
		Rank: rank, ID: f.Rule, Severity: f.Severity, Statement: f.Title,
		Place: symbolPath(f.Where), File: place(f.Where, home),
		Cost: unit.Seconds(f.Cost.Value), Share: unit.Percent(f.Share),
	}
	detail := func(key, value string) {
		if value != "" {
			e.Details = append(e.Details, report.KeyValue{Key: key, Value: value, Aside: f.Severity == finding.Low && key != "do"})
		}
	}
	detail("do", f.Do)
	detail("why", f.Why)
	if f.Process != "" {
		detail("in", "`"+f.Process+"`, which gets ready in its place")
	}
	if f.Via != nil {
		detail("via", symbolPath(*f.Via))
	}
	if f.Caller != nil {
		detail("caller", symbolPath(*f.Caller)+"  "+place(*f.Caller, home))
	}
	if len(f.ImportedVia) > 2 {
		detail("imported", strings.Join(f.ImportedVia, " → "))
	}
	return e
}

// symbolPath is the full symbol of a place; a module as a whole has no symbol.
func symbolPath(f evidence.Frame) string {
	return strings.TrimSuffix(f.Package+"."+f.Symbol, ".")
}

// place is file:line, with the module and version in front unless it is of the module home.
func place(f evidence.Frame, home string) string { return finding.Place(f, home) }
