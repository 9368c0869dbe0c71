package startup

import (
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/finding"
)

// Metrics are what a claim may be about.
var Metrics = named([]claim.Metric{
	{Name: MetricReady, Doc: "exec to ready", Class: comparison.Wall, Better: "lower"},
	{Name: MetricCPU, Doc: "user and system, exec to ready", Class: comparison.CPU, Better: "lower"},
	{Name: MetricRSS, Doc: "peak to ready", Class: comparison.RSS, Better: "lower"},
	{Name: MetricMinorFaults, Doc: "page faults without the disk, to ready", Class: comparison.RSS, Better: "lower"},
	{Name: MetricMajorFaults, Doc: "page faults that waited for the disk, to ready", Class: comparison.RSS, Better: "lower"},
	{Name: MetricFile, Doc: "size of the executable", Class: comparison.Bytes, Exact: true, Better: "lower"},
	{Name: MetricInits, Doc: "init functions that ran", Class: comparison.Count, Exact: true, Better: "lower"},
	{Name: MetricAllocBytes, Doc: "allocated to ready", Class: comparison.Bytes, Better: "lower"},
	{Name: MetricAllocObjects, Doc: "allocated to ready", Class: comparison.Count, Better: "lower"},
	{Name: MetricRuntimeInit, Doc: "exec to the first init function", Class: comparison.Wall, Better: "lower"},
	{Name: MetricLoader, Doc: "of that the dynamic loader", Class: comparison.Wall, Better: "lower"},
	{Name: MetricPackageInit, Doc: "first init function to main.main", Class: comparison.Wall, Better: "lower"},
	{Name: MetricMainToReady, Doc: "main.main to ready", Class: comparison.Wall, Better: "lower"},
	{Name: MetricInitSelf, Doc: "of the init functions of a package, label package", Class: comparison.Wall, Better: "lower"},
	{Name: metricClassPrefix, Doc: "of the critical path, label class", Class: comparison.Wall, Better: "lower"},
	{Name: MetricCreated, Doc: "before ready", Class: comparison.Count, Better: "none"},
	{Name: MetricAlive, Doc: "most at once before ready", Class: comparison.Count, Better: "none"},
	{Name: MetricRead, Doc: "from the disk, to ready", Class: comparison.RSS, Better: "lower"},
})

// named fills in the units, which stand in the names.
func named(all []claim.Metric) []claim.Metric {
	for i := range all {
		_, all[i].Unit, _ = strings.Cut(all[i].Name, ":")
	}
	return all
}

// quantity returns what is known of a metric, nil if no claim can be about it.
func quantity(name string) *claim.Metric {
	i := slices.IndexFunc(Metrics, func(m claim.Metric) bool { return m.Name == name })
	if i < 0 {
		return nil
	}
	return &Metrics[i]
}

// FindingKeys are the keys of findings by which a claim may select, with the values that they can have; nil: any.
func FindingKeys() map[string][]string {
	var rules, classes []string
	for _, c := range causes {
		rules = append(rules, c.Name)
		if !slices.Contains(classes, c.Class) && c.Class != "" {
			classes = append(classes, c.Class)
		}
	}
	slices.Sort(classes)
	return map[string][]string{
		"rule": rules, "class": classes, "package": nil, "module": nil,
		"phase":    {phaseRuntime.String(), phaseInit.String(), phaseMain.String()},
		"severity": {finding.High, finding.Medium, finding.Low, finding.Info},
	}
}

// Blind says why the record may lack findings that its program has; "" if a run was made that could see them.
func Blind(rec *evidence.Record) string {
	if observedMetric(rec, MetricReady) != nil {
		return ""
	}
	for _, s := range rec.Skipped {
		if strings.HasPrefix(s.What, "critical path") {
			return skippedText(s)
		}
	}
	return "no run looked into the program"
}
