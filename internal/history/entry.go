package history

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/stats"
)

// An Entry is what a history needs of one record.
type Entry struct {
	Record   string
	Created  time.Time
	Analysis int
	Program  Program
	Host     Host
	Labels   map[string]string
	Built    string // which build of the program: its version, revision or the beginning of the executable's checksum
	Metric   evidence.Metric
	Warnings []string // what weakens the metric, or the whole record
	Failed   string   // why it did not get ready, of which there is no metric then; "" if it did
}

// A Program is what was started, and how.
type Program struct {
	Name     string   `json:"name"` // package, or the base name of an executable without one
	Args     []string `json:"args,omitempty"`
	Settings []string `json:"settings,omitempty"` // what else of the way to build and start it changes its time
}

// A Host is a kind of machine: those of one kind are taken to be equally fast.
type Host struct {
	ID   string `json:"id"`   // 8 hexadecimal digits of what Name says
	Name string `json:"name"` // e.g. "2 × AMD EPYC 7B13, linux/amd64, kvm"
}

// interleaved is the order of runs of an arm of a comparison.
const interleaved = "interleaved"

// EntryOf returns the entry of a record for a metric of its plain runs. ok is false if the record has none, or is of an
// arm of a comparison: its runs were made in turns with those of another program, which may be an old version.
func EntryOf(rec *evidence.Record, metric string) (e Entry, ok bool) {
	if rec.Plan.Order == interleaved {
		return Entry{}, false
	}
	i := slices.IndexFunc(rec.Metrics, func(m evidence.Metric) bool {
		return m.Name == metric && m.Pass == "plain" && len(m.Labels) == 0 && len(m.Samples) > 0
	})
	if i < 0 {
		return Entry{}, false
	}
	e = entry(rec, metric)
	e.Metric = rec.Metrics[i]
	return e, true
}

// entry is what there is of a record beside its figures.
func entry(rec *evidence.Record, metric string) Entry {
	return Entry{
		Record: rec.ID, Created: rec.Created, Analysis: rec.Tool.Analysis, Program: programOf(rec), Host: HostOf(&rec.Host),
		Labels: rec.Labels, Built: built(&rec.Subject), Warnings: warnings(rec, metric),
	}
}

func warnings(rec *evidence.Record, metric string) []string {
	var all []string
	for _, w := range rec.Warnings {
		if w.Metric == metric || w.Metric == "" {
			all = append(all, w.Text)
		}
	}
	return all
}

// programOf takes settings of the build for a part of its version, so that what they change is seen, all but the race
// detector, which nobody ships.
func programOf(rec *evidence.Record) Program {
	s := &rec.Subject
	p := Program{Name: cmp.Or(s.Package, s.File), Args: s.Args}
	if s.Build["-race"] == "true" {
		p.Settings = append(p.Settings, "-race")
	}
	if ready := rec.Plan.Readiness; ready != "" && ready != "auto" {
		p.Settings = append(p.Settings, "--ready "+ready)
	}
	if rec.Plan.Terminal {
		p.Settings = append(p.Settings, "--pty")
	}
	return p
}

// shortSum is how much of a checksum tells builds apart.
const shortSum = 12

func built(s *evidence.Subject) string {
	short := func(text string) string { return text[:min(len(text), shortSum)] }
	if s.Version != "" && s.Version != "(devel)" {
		return s.Version
	}
	if s.Revision != "" {
		return short(s.Revision)
	}
	return short(s.SHA256)
}

// HostOf returns the kind of a machine: its processor, how many of it may be used, and what lies between.
func HostOf(h *evidence.Host) Host {
	cores := strconv.Itoa(h.Cores)
	if h.CgroupCPUs != nil {
		cores = fmt.Sprintf("%s of %d", strconv.FormatFloat(*h.CgroupCPUs, 'f', -1, 64), h.Cores)
	}
	parts := []string{cores + " × " + cmp.Or(h.CPU, "unknown CPU"), h.OS + "/" + h.Arch}
	for _, layer := range []string{h.Virtualisation, h.Container} {
		if layer != "" && layer != "none" {
			parts = append(parts, layer)
		}
	}
	name := strings.Join(parts, ", ")
	sum := sha256.Sum256([]byte(name))
	return Host{ID: hex.EncodeToString(sum[:4]), Name: name}
}

// LabelText is labels as they are given: "env=ci region=eu".
func LabelText(labels map[string]string) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		all = append(all, key+"="+labels[key])
	}
	return strings.Join(all, " ")
}

// String is the program as its user would type it, without where it lies.
func (p Program) String() string {
	return strings.Join(append([]string{p.Name}, p.Args...), " ")
}

// quantiles are those of an entry's samples.
func (e *Entry) quantiles() (p50, p90 float64) {
	return stats.Median(e.Metric.Samples), stats.Quantile(e.Metric.Samples, tail)
}
