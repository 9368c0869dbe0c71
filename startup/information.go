package startup

import (
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
)

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
				Key: f.Title, Value: symbolPath(f.Where) + " at " + place(f.Where, rec.Subject.Module),
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
		aside := key == "output" && !notReady(r.Record)
		s.KeyValues = append(s.KeyValues, report.KeyValue{Key: key, Value: value, Literal: true, Aside: aside})
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
