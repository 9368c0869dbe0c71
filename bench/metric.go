package bench

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// What is measured of every run from outside.
const (
	MetricWall = "/bench/wall:seconds"
	MetricCPU  = "/bench/cpu:seconds"
	MetricRSS  = "/bench/rss:bytes"
)

// A Metric is something that every run of an arm gives once, for each set of labels.
type Metric struct {
	Name   string `yaml:"name"`   // "/alloc/object:seconds": of which experiment, what, and in which base unit
	Doc    string `yaml:"doc"`    // what it is and how it was taken
	Better string `yaml:"better"` // lower, higher or none
	Class  string `yaml:"class"`  // count, bytes, rss, cpu or wall
	Exact  bool   `yaml:"exact"`  // every run gives the same
}

// Outside are the metrics that are measured from outside.
func Outside() []Metric {
	return []Metric{
		{MetricCPU, "user and system time of the program and its waited-for children, by wait4", "lower", "cpu", false},
		{MetricRSS, "the most memory that the program and its descendants held together, seen every 5 ms; of one process alone its peak", "lower", "rss", false},
		{MetricWall, "from the fork until wait4 returned", "lower", "wall", false},
	}
}

// classes are the names of comparison's classes, in their order.
var classes = []string{"count", "bytes", "rss", "cpu", "wall"}

// class is the metric's class; it was checked.
func (m *Metric) class() comparison.Class { return comparison.Class(slices.Index(classes, m.Class)) }

// unit is the part of the name behind the colon.
func (m *Metric) unit() string {
	_, u, _ := strings.Cut(m.Name, ":")
	return u
}

// spoken is the name of a metric as people say it: "object cpu" of /alloc/object_cpu:seconds.
func spoken(metric string) string {
	name, _, _ := strings.Cut(metric, ":")
	parts := strings.Split(strings.Trim(name, "/"), "/")
	if len(parts) > 1 {
		parts = parts[1:]
	}
	text := strings.ReplaceAll(strings.Join(parts, " "), "_", " ")
	switch text {
	case "cpu":
		return "CPU"
	case "rss":
		return "RSS"
	}
	return text
}

// check tells what is wrong with a declaration.
func (m *Metric) check() error {
	path, unit, ok := strings.Cut(m.Name, ":")
	switch {
	case !ok || !strings.HasPrefix(path, "/") || strings.Count(path, "/") < 2 || strings.ContainsAny(m.Name, " \t{},"):
		return fmt.Errorf("metric %q: a name is like /alloc/object:seconds", m.Name)
	case !slices.Contains([]string{"seconds", "bytes", "count", "ratio"}, unit):
		return fmt.Errorf("metric %s: the unit %q is none of seconds, bytes, count and ratio", m.Name, unit)
	case !slices.Contains([]string{"lower", "higher", "none"}, m.Better):
		return fmt.Errorf("metric %s: better is %q, and not one of lower, higher and none", m.Name, m.Better)
	case !slices.Contains(classes, m.Class):
		return fmt.Errorf("metric %s: class is %q, and not one of %s", m.Name, m.Class, strings.Join(classes, ", "))
	case m.Doc == "":
		return fmt.Errorf("metric %s: it has no doc", m.Name)
	}
	return nil
}

// asClaimed are metrics as claims name them.
func asClaimed(all []Metric) *claim.Capability {
	c := &claim.Capability{Name: "bench"}
	for i := range all {
		m := &all[i]
		c.Metrics = append(c.Metrics, claim.Metric{Name: m.Name, Unit: m.unit(), Doc: m.Doc, Class: m.class(), Exact: m.Exact, Better: m.Better})
	}
	return c
}
