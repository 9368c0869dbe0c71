package history

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/stats"
)

// Options say what is shown.
type Options struct {
	Metric string    // its full name
	Since  time.Time // older records are looked at, and not shown
	Now    time.Time
	Score  string // which is shown: of Default, Classic and Both
}

// Ways to score.
const (
	Default = "default"
	Classic = "classic"
	Both    = "both"
)

// A History is what the records tell of one metric.
type History struct {
	Options
	Groups  []Group // the one that was measured last comes first
	Skipped []Skipped
}

// Skipped is a record that could not be read, or of a program that never got ready.
type Skipped struct {
	Record  string `json:"record"`
	Program string `json:"program,omitempty"` // its package, where the record can be read
	Why     string `json:"why"`
}

// A Group is the records that can be compared: one program started in one way, one kind of host, one set of labels.
type Group struct {
	Program Program
	Host    Host
	Labels  map[string]string
	Unit    string
	Points  []Point  // in order of time, all of the store
	Changes []Change // in order of time

	Failures []Failure // starts that did not get ready, in order of time
	first    int       // the first point that is shown
}

// A Point is one record of a group.
type Point struct {
	Record   string
	Created  time.Time
	Built    string
	Analysis int
	N        int
	P50, P90 float64
	CI95     *[2]float64 // of P50; nil below 6 runs
	Baseline Baseline
	Default  Score
	Classic  Score
	Warnings []string // what weakens it
}

// A Change is a record with which the level of a group became another one.
type Change struct {
	Index         int     // of the first point after it
	Before, After float64 // medians of the records' medians, up to the changes beside this one
	Records       [2]int  // how many there are on either side
}

// Ratio is how many times the level before it is after it.
func (c *Change) Ratio() float64 { return c.After / c.Before }

// Of makes the history of entries, in any order.
func Of(entries []Entry, skipped []Skipped, o Options) *History {
	h := &History{Options: o, Skipped: skipped}
	byKey, failed := map[string]*Group{}, map[string][]Entry{}
	for _, e := range newestAnalysis(entries) {
		key := e.key()
		if e.Failed != "" {
			failed[key] = append(failed[key], e)
			continue
		}
		g := byKey[key]
		if g == nil {
			g = &Group{Program: e.Program, Host: e.Host, Labels: e.Labels, Unit: e.Metric.Unit}
			byKey[key] = g
		}
		g.add(&e)
	}
	for _, key := range slices.Sorted(maps.Keys(failed)) {
		h.fail(byKey[key], failed[key])
	}
	for _, g := range byKey {
		if g.latest().Before(o.Since) {
			continue
		}
		g.first = slices.IndexFunc(g.Points, func(p Point) bool { return !p.Created.Before(o.Since) })
		if g.first < 0 { // all that got ready are older: the last of them is shown with those that did not
			g.first = len(g.Points) - 1
		}
		g.findChanges()
		h.Groups = append(h.Groups, *g)
	}
	slices.SortFunc(h.Groups, func(a, b Group) int {
		return cmp.Or(b.latest().Compare(a.latest()), strings.Compare(a.last().Record, b.last().Record))
	})
	return h
}

// fail gives failures to their group, nil where nothing of it ever got ready.
func (h *History) fail(g *Group, failed []Entry) {
	for i := range failed {
		if g == nil {
			h.Skipped = append(h.Skipped, failed[i].skipped())
		} else {
			g.Failures = append(g.Failures, failed[i].failure())
		}
	}
}

// newestAnalysis returns entries in order of time. Records that were analysed anew hold the same runs: of these
// the last analysis counts.
func newestAnalysis(entries []Entry) []Entry {
	sorted := slices.SortedFunc(slices.Values(entries), func(a, b Entry) int {
		return cmp.Or(a.Created.Compare(b.Created), strings.Compare(a.Record, b.Record))
	})
	var all []Entry
	for _, e := range sorted {
		if k := len(all) - 1; k >= 0 && all[k].Created.Equal(e.Created) && all[k].key() == e.key() && slices.Equal(all[k].Metric.Samples, e.Metric.Samples) {
			all[k] = e
			continue
		}
		all = append(all, e)
	}
	return all
}

// key is equal for entries that can be compared.
func (e *Entry) key() string {
	parts := []string{e.Program.Name, e.Host.ID, LabelText(e.Labels), e.Metric.Unit}
	return strings.Join(slices.Concat(parts, e.Program.Args, []string{""}, e.Program.Settings), "\x00")
}

// add appends a record and says how healthy it is.
func (g *Group) add(e *Entry) {
	p := Point{Record: e.Record, Created: e.Created, Built: e.Built, Analysis: e.Analysis, N: len(e.Metric.Samples), Warnings: e.Warnings}
	p.P50, p.P90 = e.quantiles()
	if lo, hi, ok := stats.MedianCI95(e.Metric.Samples); ok {
		p.CI95 = &[2]float64{lo, hi}
	}
	g.Points = append(g.Points, p)
	last := g.last()
	last.Baseline = baselineOf(g.Points)
	last.Default, last.Classic = scored(last, g.previous()), classic(last, g.previous())
}

func (g *Group) last() *Point { return &g.Points[len(g.Points)-1] }

// previous is the record before the last of the same analysis, nil if there is none.
func (g *Group) previous() *Point {
	last := g.last()
	for i := len(g.Points) - 2; i >= 0; i-- {
		if g.Points[i].Analysis == last.Analysis {
			return &g.Points[i]
		}
	}
	return nil
}

// findChanges looks at the medians of all records. Where one is 0 there are no ratios.
func (g *Group) findChanges() {
	if slices.ContainsFunc(g.Points, func(p Point) bool { return p.P50 <= 0 }) {
		return
	}
	logs := make([]float64, len(g.Points))
	for i := range g.Points {
		logs[i] = math.Log(g.Points[i].P50)
	}
	all := cuts(logs)
	for k, at := range all {
		before, after := around(len(logs), all, k)
		g.Changes = append(g.Changes, Change{
			Index: at, Records: [2]int{at - before, after - at},
			Before: math.Exp(stats.Median(logs[before:at])), After: math.Exp(stats.Median(logs[at:after])),
		})
	}
}

// change returns that which point i begins with, nil if it begins none.
func (g *Group) change(i int) *Change {
	k := slices.IndexFunc(g.Changes, func(c Change) bool { return c.Index == i })
	if k < 0 {
		return nil
	}
	return &g.Changes[k]
}
