package startup

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Document turns the result into what a user reads. It uses the record alone, so a stored record
// reads the same at any time.
func (r *Result) Document() *report.Document {
	rec := r.Record
	d := &report.Document{Answer: answer(rec)}
	d.Sections = append(d.Sections, figures(rec)...)
	d.Sections = append(d.Sections, phases(rec)...)
	d.Sections = append(d.Sections, causesSection(rec)...)
	d.Sections = append(d.Sections, observationsSection(rec)...)
	d.Sections = append(d.Sections, informationSection(rec)...)
	d.Sections = append(d.Sections, packagesSection(rec)...)
	d.Sections = append(d.Sections, blockedSection(rec)...)
	d.Sections = append(d.Sections, livesSection(rec)...)
	d.Sections = append(d.Sections, allocsSection(rec)...)
	d.Sections = append(d.Sections, phaseMetricsSection(rec)...)
	for _, w := range rec.Warnings {
		d.Notes = append(d.Notes, w.Text)
	}
	for _, s := range rec.Skipped {
		d.Notes = append(d.Notes, skippedText(s))
	}
	if r.Path != "" {
		d.Sections = append(d.Sections, r.evidenceSection())
	}
	return d
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
	name := spoken(rec.Subject.Package)
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
		ready = metric(rec, MetricReady, passTrace)
	}
	if ready == nil {
		return name + " was not measured"
	}
	return fmt.Sprintf("%s is ready after %s; %s", name, measured(ready), mainCause(rec))
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
	if metric(rec, MetricReady, passTrace) == nil {
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
	s := report.Section{Title: "causes on the critical path, traced run"}
	explained := 0.0
	for i, f := range causes {
		e := entry(i+1, f, rec.Subject.Module)
		if m := readyWithout(rec, f.Fingerprint); m != nil && i > 0 {
			e.Details = append(e.Details, report.KeyValue{
				Key: "alone", Value: "ready after " + unit.Seconds(m.Summary.Median) + " without this one alone",
			})
		}
		s.Findings = append(s.Findings, e)
		explained += f.Share
	}
	sections := []report.Section{s, {Paragraph: rest(rec, explained)}}
	if text := whatIf(rec, causes); text != "" {
		sections = append(sections, report.Section{Paragraph: text})
	}
	return sections
}

// whatIf says how soon the program would be ready without the first causes, one after the other.
func whatIf(rec *evidence.Record, causes []evidence.Finding) string {
	ready := metric(rec, MetricReady, passTrace)
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
	return fmt.Sprintf("what if (replay of the traced run, %s): %s",
		scale.Format(ready.Summary.Median), strings.Join(parts, ", "))
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

// observationsSection shows what the rules tell beside the causes: it is never ranked, and its cost
// is part of theirs.
func observationsSection(rec *evidence.Record) []report.Section {
	s := report.Section{Title: "beside the causes, and within their cost"}
	for _, f := range rec.Findings {
		if f.Severity == finding.Info && isRule(f.Rule) {
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
	ready := metric(rec, MetricReady, passTrace)
	unknown := metric(rec, MetricUnattributed, passTrace)
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
			e.Details = append(e.Details, report.KeyValue{Key: key, Value: value})
		}
	}
	detail("do", f.Do)
	detail("why", f.Why)
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
func place(f evidence.Frame, home string) string {
	if f.File == "" {
		return ""
	}
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d", at, f.Line)
	}
	switch {
	case f.Module == "std":
		return "$GOROOT/src/" + at
	case f.Version != "":
		return f.Module + "@" + f.Version + "/" + at
	case f.Module != "" && f.Module != home:
		return f.Module + "/" + at // replaced by a folder, or beside it in the workspace
	}
	return at
}

// informationSection shows what is no cause: troubles, and what goroutines waited for.
func informationSection(rec *evidence.Record) []report.Section {
	var out []report.Section
	var waits report.Section
	for _, f := range rec.Findings {
		switch {
		case f.Rule == ruleNotReady:
			s := report.Section{}
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: "what", Value: f.Why})
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: "do", Value: f.Do})
			out = append(out, s)
		case f.Rule == ruleGoroutine:
			waits.Title = "what each goroutine was doing when the program had settled"
			if notReady(rec) {
				waits.Title = "what each goroutine was doing when the run was given up"
			}
			waits.KeyValues = append(waits.KeyValues, report.KeyValue{
				Key: f.Title, Value: symbolPath(f.Where) + "  " + place(f.Where, rec.Subject.Module),
			})
		}
	}
	if len(waits.KeyValues) > 0 {
		out = append(out, waits)
	}
	return out
}

func notReady(rec *evidence.Record) bool {
	return slices.ContainsFunc(rec.Findings, func(f evidence.Finding) bool { return f.Rule == ruleNotReady })
}

// evidenceSection says where the evidence lies and how to look at it.
func (r *Result) evidenceSection() report.Section {
	dir := filepath.Dir(r.Path)
	s := report.Section{Title: "evidence"}
	add := func(key, value string) {
		s.KeyValues = append(s.KeyValues, report.KeyValue{Key: key, Value: value})
	}
	add("record", r.Path)
	pprof := map[string]string{fileCPU: "cpu", fileOffCPU: "offcpu", fileAllocsPProf: "allocs"}
	for _, a := range r.Record.Artifacts {
		switch a.Name {
		case fileCPU, fileOffCPU, fileAllocsPProf:
			add(pprof[a.Name], "go tool pprof "+filepath.Join(dir, a.Name))
		case fileTrace:
			if a.Bytes > 0 {
				add("trace", "go tool trace "+filepath.Join(dir, a.Name))
			}
		case fileOutput, filePlain:
			if a.Bytes > 0 {
				add("output", filepath.Join(dir, a.Name))
			}
		}
	}
	return s
}
