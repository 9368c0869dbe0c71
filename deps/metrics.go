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
	n := &r.Packages
	all := []evidence.Metric{
		one(MetricPackages, int64(n[Own]+n[Foreign])), one(MetricStd, int64(n[Std])), one(MetricMissing, int64(n[Missing])),
		one(MetricModules, int64(r.Modules-r.mains())), one(MetricEdges, int64(r.Edges)),
		one(MetricFiles, int64(r.Files)), one(MetricSource, r.Bytes), one(MetricDepth, int64(r.Depth)),
	}
	all = append(all, r.View.most(MetricInDegree, r.View.importedBy())...)
	all = append(all, r.View.most(MetricReach, r.View.reaching())...)
	all = append(all, one(MetricCycles, int64(len(r.Cycles))))
	for _, level := range []string{"package", "folder", "module"} {
		found := 0
		for _, c := range r.Cycles {
			if c.Level == level {
				found++
			}
		}
		all = append(all, one(MetricCycles, int64(found), "level", level))
	}
	return all
}

// one is a metric of one value, which is exact, with a label and its value.
func one(name string, value int64, label ...string) evidence.Metric {
	_, unit, _ := strings.Cut(name, ":")
	v := float64(value)
	m := evidence.Metric{
		Name: name, Unit: unit, Better: "lower", Pass: passRead, Samples: []float64{v},
		Summary: evidence.Summary{N: 1, Median: v, P90: v},
	}
	if label != nil {
		m.Labels = map[string]string{label[0]: label[1]}
	}
	return m
}

// most are the greatest of some degrees, and those of the packages that have them.
func (v *View) most(name string, degrees []degree) []evidence.Metric {
	all := []evidence.Metric{one(name, 0)}
	if len(degrees) > 0 {
		all[0] = one(name, int64(degrees[0].n))
	}
	for _, d := range degrees[:min(len(degrees), ownShown)] {
		all = append(all, one(name, int64(d.n), "package", v.Graph.Packages[d.id].Path))
	}
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
