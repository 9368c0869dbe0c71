package comparison

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// classKey is the key of a unit line that tells the class, by className. Benchstat knows better and assume
// beside it, and passes over others.
const classKey = "class"

// classNames returns the names of the classes in unit lines, in their order.
func classNames() []string { return []string{"count", "bytes", "rss", "cpu", "wall"} }

// ofUnit returns the series of a unit and a benchmark, without samples.
func ofUnit(units benchfmt.UnitMetadataMap, unit, name string) Series {
	s := Series{Metric: unit, Unit: unit, Label: name, Class: Wall, Better: "none"}
	switch units.GetBetter(unit) {
	case -1:
		s.Better = "lower"
	case 1:
		s.Better = "higher"
	}
	switch assume := units.Get(unit, "assume"); {
	case unit == "B/op":
		s.Class, s.Exact = Bytes, true
	case unit == "allocs/op":
		s.Class, s.Exact = Count, true
	case assume != nil && assume.Value == "exact":
		s.Class, s.Exact = Count, true
	}
	if class := units.Get(unit, classKey); class != nil {
		if i := slices.Index(classNames(), class.Value); i >= 0 {
			s.Class = Class(i)
		}
	}
	if base, ours := baseOf(unit); ours {
		s.Unit = base
		whole := benchmarkOf(unit)
		if rest, ok := strings.CutPrefix(name, whole+"/"); ok && rest != "" {
			s.Label = rest
		} else if name == whole {
			s.Label = ""
		}
	}
	return s
}

// baseOf returns the base unit of a metric of Cupel, which is what follows the colon: "/startup/ready:seconds".
func baseOf(metric string) (base string, ours bool) {
	path, base, ok := strings.Cut(metric, ":")
	return base, ok && strings.HasPrefix(path, "/")
}

// benchmarkOf is the name of the benchmark that stands for all metrics of a capability: "Startup" for
// "/startup/ready:seconds".
func benchmarkOf(metric string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(metric, "/"), "/")
	first, _, _ = strings.Cut(first, ":")
	if first == "" {
		return "Cupel"
	}
	return strings.ToUpper(first[:1]) + first[1:]
}

// keys returns the configuration keys that have several values within an arm, so that results which differ
// there are different benchmarks, and notes on those that differ between the arms.
func (c *collector) keys() (splitting, notes []string) {
	values := map[string]map[string][]string{} // by key, then arm
	for _, r := range c.results {
		for k := range r.config {
			values[k] = map[string][]string{}
		}
	}
	for _, r := range c.results {
		for k, arms := range values {
			if v := r.config[k]; !slices.Contains(arms[r.arm], v) {
				arms[r.arm] = append(arms[r.arm], v)
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(values)) {
		old, now := values[k][armBaseline], values[k][armCandidate]
		switch {
		case len(old) > 1 || len(now) > 1 || len(values[k][armAgain]) > 1:
			splitting = append(splitting, k)
		case len(old) == 1 && len(now) == 1 && old[0] != now[0]:
			notes = append(notes, fmt.Sprintf("the arms differ in %s: %q, then %q", k, old[0], now[0]))
		}
	}
	return splitting, notes
}
