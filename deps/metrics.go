package deps

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	findings "github.com/cupelgo/cupel/internal/finding"
)

// The metrics of a graph. All are of the packages that were named and what they reach, in the build that was asked for.
const (
	MetricPackages = "/deps/packages:count"
	MetricStd      = "/deps/std_packages:count"
	MetricModules  = "/deps/modules:count"
	MetricEdges    = "/deps/edges:count"
	MetricFiles    = "/deps/files:count"
	MetricSource   = "/deps/source:bytes"
	MetricDepth    = "/deps/depth:count"
	MetricInDegree = "/deps/in_degree:count"
	MetricReach    = "/deps/reach:count"
	MetricCycles   = "/deps/cycles:count"
	MetricMissing  = "/deps/missing_packages:count"
)

// Metrics are what a claim may be about.
var Metrics = []claim.Metric{
	figure(MetricPackages, comparison.Count, "packages reached, without the standard library"),
	figure(MetricStd, comparison.Count, "packages of the standard library reached"),
	figure(MetricModules, comparison.Count, "other modules that provide a package"),
	figure(MetricEdges, comparison.Count, "imports, once per pair of packages"),
	figure(MetricFiles, comparison.Count, "Go files"),
	figure(MetricSource, comparison.Bytes, "source in them"),
	figure(MetricDepth, comparison.Count, "imports on the longest chain"),
	figure(MetricInDegree, comparison.Count, "most packages that import one of the main modules, label package"),
	figure(MetricReach, comparison.Count, "most packages that one of the main modules reaches, label package"),
	figure(MetricCycles, comparison.Count, "groups that import one another in a circle, label level"),
	figure(MetricMissing, comparison.Count, "packages that are imported and not found"),
}

func figure(name string, class comparison.Class, doc string) claim.Metric {
	_, unit, _ := strings.Cut(name, ":")
	return claim.Metric{Name: name, Unit: unit, Doc: doc, Class: class, Exact: true, Better: "lower"}
}

// FindingKeys are the keys of findings by which a claim may select, with the values that they can have; nil: any.
func FindingKeys() map[string][]string {
	var rules, classes []string
	for _, r := range Rules() {
		rules = append(rules, r.Name)
		classes = append(classes, r.Class)
	}
	slices.Sort(classes)
	return map[string][]string{
		"rule": rules, "class": slices.Compact(classes), "package": nil, "module": nil,
		"severity": {findings.High, findings.Medium, findings.Low, findings.Info},
	}
}

// passRead is the pass of what was read, once.
const passRead = "read"

// ownShown is how many packages of the main modules have figures of their own.
const ownShown = 20

// metrics are the figures of a result.
func (r *Result) metrics() []evidence.Metric {
	var all []evidence.Metric
	add := func(name string, value int64, labels map[string]string) {
		_, unit, _ := strings.Cut(name, ":")
		v := float64(value)
		all = append(all, evidence.Metric{
			Name: name, Unit: unit, Better: "lower", Pass: passRead, Labels: labels, Samples: []float64{v},
			Summary: evidence.Summary{N: 1, Median: v, P90: v},
		})
	}
	n := &r.Packages
	add(MetricPackages, int64(n[Own]+n[Foreign]), nil)
	add(MetricStd, int64(n[Std]), nil)
	add(MetricModules, int64(r.Modules-r.mains()), nil)
	add(MetricEdges, int64(r.Edges), nil)
	add(MetricFiles, int64(r.Files), nil)
	add(MetricSource, r.Bytes, nil)
	add(MetricDepth, int64(r.Depth), nil)
	for _, degree := range []struct {
		name string
		of   []degree
	}{{MetricInDegree, r.View.importedBy()}, {MetricReach, r.View.reaching()}} {
		most := 0
		if len(degree.of) > 0 {
			most = degree.of[0].n
		}
		add(degree.name, int64(most), nil)
		for _, d := range degree.of[:min(len(degree.of), ownShown)] {
			add(degree.name, int64(d.n), map[string]string{"package": r.View.Graph.Packages[d.id].Path})
		}
	}
	levels := map[string]int64{}
	for _, c := range r.Cycles {
		levels[c.Level]++
	}
	add(MetricCycles, int64(len(r.Cycles)), nil)
	for _, level := range []string{"package", "folder", "module"} {
		add(MetricCycles, levels[level], map[string]string{"level": level})
	}
	add(MetricMissing, int64(n[Missing]), nil)
	return all
}

// A degree is a count of packages for one of the main modules.
type degree struct {
	id int32
	n  int
}

// importedBy counts for each package of the main modules how many packages import it, the most first.
func (v *View) importedBy() []degree {
	in := make([]int, len(v.Graph.Packages))
	for _, e := range v.Edges() {
		if !e.Implied {
			in[e.To]++
		}
	}
	return v.ownDegrees(func(id int32) int { return in[id] })
}

// reaching counts for each package of the main modules how many others it reaches, the most first.
func (v *View) reaching() []degree {
	return v.ownDegrees(func(id int32) int { return len(v.Reach(id)) - 1 })
}

func (v *View) ownDegrees(count func(int32) int) (all []degree) {
	for _, id := range v.Packages() {
		if v.Graph.Packages[id].Kind == Own {
			all = append(all, degree{id, count(id)})
		}
	}
	slices.SortStableFunc(all, func(x, y degree) int { return cmp.Compare(y.n, x.n) })
	return all
}
