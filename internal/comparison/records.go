package comparison

import (
	"maps"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// plainPass is the pass of a record that its metrics are of unless they say otherwise.
const plainPass = "plain"

// Records returns the metrics of two records that were made one after the other, so none of them is
// paired. Metrics belong together by name, pass and labels; passes are never mixed. What only one
// record has is there with one arm empty. classify tells what kind of quantity a metric is, and whether it is
// exact. The order is that of the baseline, then what only the candidate has.
func Records(baseline, candidate *evidence.Record, classify func(name string) (Class, bool)) []Series {
	var all []Series
	at := map[string]int{}
	for arm, rec := range []*evidence.Record{baseline, candidate} {
		for i := range rec.Metrics {
			m := &rec.Metrics[i]
			label := labelOf(m)
			id := m.Name + "\x00" + label
			if _, there := at[id]; !there {
				class, exact := classify(m.Name)
				at[id] = len(all)
				all = append(all, Series{Metric: m.Name, Unit: m.Unit, Label: label, Better: m.Better, Class: class, Exact: exact})
			}
			s := &all[at[id]]
			if arm == 0 {
				s.Baseline = append(s.Baseline, m.Samples...)
			} else {
				s.Candidate = append(s.Candidate, m.Samples...)
			}
		}
	}
	return all
}

// labelOf is the pass of a metric unless it is the plain one, and its labels: "pass=trace,package=net/http".
func labelOf(m *evidence.Metric) string {
	var parts []string
	if m.Pass != plainPass && m.Pass != "" {
		parts = append(parts, "pass="+m.Pass)
	}
	for _, k := range slices.Sorted(maps.Keys(m.Labels)) {
		parts = append(parts, k+"="+m.Labels[k])
	}
	return strings.Join(parts, ",")
}
