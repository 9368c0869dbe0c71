package claim

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/manifest"
	"github.com/cupelgo/cupel/internal/stats"
)

// The statistics. A quantile is "p" and its percentage.
const (
	Median   = "median"
	Mean     = "mean"
	Min      = "min"
	Max      = "max"
	Ratio    = "ratio" // candidate / baseline, of pairs of runs made in turns
	Quantile = "p"
)

// level is the confidence of all intervals, as everywhere in a record.
const level = 0.95

// An Expectation is what must hold of a measurement: a comparison, or, with Absent, that findings are absent.
type Expectation struct {
	Statistic string            // Median, Mean, Min, Max, Ratio or Quantile; "" of an absence
	Quantile  float64           // of a Quantile, 0.01 to 0.99
	Metric    Metric            // as the capability has it
	Labels    map[string]string // that select a series of the metric; nil without
	Op        string            // <= < >= > == !=
	Limit     float64           // in seconds, bytes, counts, or a ratio
	Absent    *Filter           // nil of a comparison
	At        manifest.Position

	percent              bool // the limit was written in percent
	statisticAt, limitAt manifest.Position
}

// A Filter says which findings must be absent.
type Filter struct {
	New   bool   // only those that the baseline does not have
	Terms []Term // all of them must match
}

// A Term is a condition on a finding.
type Term struct{ Key, Op, Value string }

// Runs is how many plain runs the expectation needs at the least, pairs of them for a ratio; 0 if any number
// does.
func (e *Expectation) Runs() int {
	if e.Absent != nil || e.Metric.Exact {
		return 0
	}
	switch e.Statistic {
	case Median:
		return leastMedian
	case Mean:
		return leastMean
	case Ratio:
		return stats.LeastPairs(level)
	case Quantile:
		return e.quantileRuns()
	}
	return 0
}

// quantileRuns is the least number at which a sample bounds the quantile on the side that the comparison needs.
func (e *Expectation) quantileRuns() int {
	above, below := stats.RunsForQuantile(e.Quantile, level), stats.RunsForQuantile(1-e.Quantile, level)
	switch e.Op {
	case "<=", "<":
		return above
	case ">=", ">":
		return below
	}
	return max(above, below)
}

// Metrics names what has to be measured.
func (e *Expectation) Metrics() []string {
	if e.Absent != nil {
		return nil
	}
	return []string{e.Metric.Name}
}

// String is the canonical form: it means the same, and expectations that mean the same have the same.
func (e Expectation) String() string {
	if e.Absent != nil {
		return e.Absent.String()
	}
	return e.statistic() + "(" + e.series() + ") " + e.Op + " " + formatQuantity(e.Limit, e.Unit())
}

// Unit is that of what is compared with the limit; "" of an absence.
func (e *Expectation) Unit() string {
	if e.Statistic == Ratio {
		return "ratio"
	}
	return e.Metric.Unit
}

// statistic is the statistic's name: "p90".
func (e *Expectation) statistic() string {
	if e.Statistic == Quantile {
		return Quantile + strconv.Itoa(int(math.Round(100*e.Quantile)))
	}
	return e.Statistic
}

// series is the metric with its labels, in their alphabetical order.
func (e *Expectation) series() string { return e.Metric.Name + labelText(e.Labels) }

func labelText(labels map[string]string) string {
	if len(labels) == 0 {
		return ""
	}
	var parts []string
	for k, v := range labels {
		parts = append(parts, k+"="+word(v))
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, ",") + "}"
}

// String is the canonical form of an absence.
func (f Filter) String() string {
	text := "no finding"
	if f.New {
		text = "no new finding"
	}
	for _, t := range slices.SortedFunc(slices.Values(f.Terms), func(a, b Term) int {
		return cmp.Compare(slices.Index(filterKeys, a.Key), slices.Index(filterKeys, b.Key))
	}) {
		text += " " + t.Key + t.Op + word(t.Value)
	}
	return text
}

// word quotes a value where it is no word by itself.
func word(value string) string {
	if value != "" && !strings.ContainsFunc(value, delimits) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// filterKeys are the keys of a filter.
var filterKeys = []string{"rule", "class", "phase", "severity", "package", "module"}

// field is what a key of a filter looks at.
func field(f *evidence.Finding, key string) string {
	switch key {
	case "rule":
		return f.Rule
	case "class":
		return f.Class
	case "phase":
		return f.Phase
	case "severity":
		return f.Severity
	case "package":
		return f.Where.Package
	case "module":
		return f.Where.Module
	}
	return ""
}
