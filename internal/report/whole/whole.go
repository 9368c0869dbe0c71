// Package whole shows all that a record has: what was done, to what, where, and each figure that it gave. It knows no
// capability.
package whole

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Sections show all that a record has: what was done, to what, where, and each figure that it gave. They stand
// aside.
func Sections(rec *evidence.Record) []report.Section {
	out := []report.Section{
		keyValues("what was measured", subjectFacts(rec)),
		keyValues("how", planFacts(rec)),
		keyValues("the machine", hostFacts(rec)),
		tableOf("passes", passTable(rec)),
		tableOf("metrics", metricTable(rec)),
		tableOf("files", artifactTable(rec)),
	}
	return slices.DeleteFunc(out, func(s report.Section) bool { return s.Table == nil && len(s.KeyValues) == 0 })
}

func keyValues(title string, kvs []report.KeyValue) report.Section {
	return report.Section{Title: title, Aside: title, KeyValues: kvs}
}

func tableOf(title string, t *report.Table) report.Section {
	s := report.Section{Title: title, Aside: title}
	if len(t.Rows) > 0 {
		s.Table = t
	}
	return s
}

// facts collects what is known.
type facts []report.KeyValue

// add adds what is not empty.
func (f *facts) add(key, value string) {
	if value != "" {
		*f = append(*f, report.KeyValue{Key: key, Value: value})
	}
}

func (f *facts) bytes(key string, v *int64) {
	if v != nil {
		f.add(key, unit.Bytes(float64(*v)))
	}
}

func (f *facts) percent(key string, v *float64, whole float64) {
	if v != nil {
		f.add(key, unit.Percent(*v/whole))
	}
}

func subjectFacts(rec *evidence.Record) []report.KeyValue {
	s, f := &rec.Subject, facts{}
	f.add("experiment", s.Experiment)
	f.add("package", s.Package)
	f.add("module", strings.TrimSuffix(s.Module+"@"+s.Version, "@"))
	f.add("revision", s.Revision)
	f.add("executable", s.File)
	f.add("arguments", strings.Join(s.Args, " "))
	f.add("environment", strings.Join(s.EnvKeys, " "))
	f.add("built with", s.Go)
	f.add("build", settings(s.Build, " "))
	f.add("sha256", s.SHA256)
	return f
}

// settings are pairs in order of their keys.
func settings(all map[string]string, between string) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(all)) {
		out = append(out, k+"="+all[k])
	}
	return strings.Join(out, between)
}

func planFacts(rec *evidence.Record) []report.KeyValue {
	p, f := &rec.Plan, facts{}
	f.add("arms", strings.Join(p.Arms, ", "))
	if p.Runs > 0 {
		f.add("runs", fmt.Sprintf("at most %d of each", p.Runs))
	}
	if p.WarmUps > 0 {
		f.add("warm-ups", fmt.Sprint(p.WarmUps))
	}
	f.add("order", p.Order)
	if p.Seed != 0 {
		f.add("seed", fmt.Sprint(p.Seed))
	}
	if p.Terminal {
		f.add("terminal", "a pseudo-terminal")
	}
	f.add("ready", p.Readiness)
	if p.Timeout > 0 {
		f.add("timeout", unit.Seconds(p.Timeout)+" per run")
	}
	if p.Budget > 0 {
		f.add("budget", unit.Seconds(p.Budget)+" for all runs")
	}
	return f
}

func hostFacts(rec *evidence.Record) []report.KeyValue {
	h, f := &rec.Host, facts{}
	f.add("system", strings.TrimSpace(strings.Trim(h.OS+"/"+h.Arch, "/")+" "+h.Kernel))
	if h.CPU != "" || h.Cores > 0 {
		f.add("CPU", strings.TrimSpace(fmt.Sprintf("%s, %d cores", h.CPU, h.Cores)))
	}
	f.add("governor", h.Governor)
	f.add("clock", h.ClockSource)
	if h.Memory > 0 {
		f.add("memory", unit.Bytes(float64(h.Memory)))
	}
	f.bytes("memory available", h.Available)
	f.bytes("swap", h.Swap)
	f.bytes("swapped in", h.SwappedIn)
	f.add("virtualisation", h.Virtualisation)
	f.add("container", h.Container)
	f.add("cgroup", h.Cgroup)
	if h.CgroupCPUs != nil {
		f.add("cgroup CPUs", fmt.Sprintf("%.3g", *h.CgroupCPUs))
	}
	f.bytes("cgroup memory", h.CgroupMemory)
	if h.Throttled != nil {
		f.add("throttled", fmt.Sprintf("%d periods", *h.Throttled))
	}
	f.percent("steal", h.Steal, 1)
	return append(f, momentFacts(h)...)
}

// momentFacts are what may be otherwise the next time.
func momentFacts(h *evidence.Host) []report.KeyValue {
	f := facts{}
	f.add("disk", h.Disk)
	if h.Load != nil {
		f.add("load", fmt.Sprintf("%.2f", *h.Load))
	}
	f.percent("CPU pressure", h.Pressure, 100)
	f.percent("memory pressure", h.PressureMemory, 100)
	f.percent("I/O pressure", h.PressureIO, 100)
	if h.FIPS != nil {
		f.add("FIPS mode", map[bool]string{true: "on", false: "off"}[*h.FIPS])
	}
	f.add("Go", h.Go)
	if h.GOMAXPROCS > 0 {
		f.add("GOMAXPROCS", fmt.Sprint(h.GOMAXPROCS))
	}
	f.add("settings", settings(h.Env, " "))
	return f
}

func passTable(rec *evidence.Record) *report.Table {
	t := &report.Table{Columns: []report.Column{
		{Name: "pass"}, {Name: "runs", Align: report.Right}, {Name: "uid", Align: report.Right},
		{Name: "CPU, of plain", Align: report.Right}, {Name: "wall time, of plain", Align: report.Right},
	}}
	for _, p := range rec.Passes {
		row := []report.Cell{{Text: p.Name}, number(float64(p.Runs), "count"), {Text: fmt.Sprint(p.UID)}, {}, {}}
		if p.Perturbation != nil {
			row[3], row[4] = times(p.Perturbation.CPU), times(p.Perturbation.Wall)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// times is a ratio to the plain runs.
func times(v *float64) report.Cell {
	if v == nil {
		return report.Cell{Text: "not measured"}
	}
	return report.Cell{Text: fmt.Sprintf("×%.2f", *v), Value: v}
}

// number is a figure as people read it, and as it is.
func number(v float64, u string) report.Cell {
	return report.Cell{Text: unit.Format(v, u), Value: &v}
}

// metricTable has every metric of the record.
func metricTable(rec *evidence.Record) *report.Table {
	t := &report.Table{Columns: []report.Column{
		{Name: "metric"}, {Name: "pass"}, {Name: "labels"}, {Name: "n", Align: report.Right},
		{Name: "median", Align: report.Right}, {Name: "95 % from", Align: report.Right}, {Name: "to", Align: report.Right},
		{Name: "p90", Align: report.Right}, {Name: "unit"},
	}}
	for i := range rec.Metrics {
		m := &rec.Metrics[i]
		u, s := strings.TrimPrefix(m.Unit, "cpu-"), m.Summary
		lo, hi := report.Cell{}, report.Cell{}
		if s.CI95 != nil {
			lo, hi = number(s.CI95[0], u), number(s.CI95[1], u)
		}
		t.Rows = append(t.Rows, []report.Cell{
			{Text: m.Name}, {Text: m.Pass}, {Text: settings(m.Labels, ", ")}, {Text: fmt.Sprint(s.N), Value: ptr(float64(s.N))},
			number(s.Median, u), lo, hi, number(s.P90, u), {Text: m.Unit},
		})
	}
	return t
}

func ptr(v float64) *float64 { return &v }

// shownSum is how many digits of a hash are shown.
const shownSum = 12

func artifactTable(rec *evidence.Record) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "file"}, {Name: "size", Align: report.Right}, {Name: "sha256"}, {Name: "media type"}}}
	for _, a := range rec.Artifacts {
		t.Rows = append(t.Rows, []report.Cell{
			{Text: a.Name}, number(float64(a.Bytes), "bytes"), {Text: a.SHA256[:min(len(a.SHA256), shownSum)]}, {Text: a.Media},
		})
	}
	return t
}
