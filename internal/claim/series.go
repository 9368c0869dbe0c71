package claim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// passPlain is the pass of runs that nothing observes; what it has of a metric goes before all others.
const passPlain = "plain"

// labelPass selects the pass where no label of the metric has that name.
const labelPass = "pass"

// mostChoices is how many series a reason names.
const mostChoices = 5

// find returns the series that the expectation is of; else nil, and why.
func (e *Expectation) find(rec *evidence.Record) (series *evidence.Metric, why string) {
	var all, selected []*evidence.Metric
	for i := range rec.Metrics {
		if m := &rec.Metrics[i]; m.Name == e.Metric.Name {
			all = append(all, m)
			if e.selects(m) {
				selected = append(selected, m)
			}
		}
	}
	switch {
	case len(all) == 0:
		return nil, e.missing(rec)
	case len(selected) == 0:
		return nil, fmt.Sprintf("the record has no %s; it has %s", e.series(), choices(all))
	}
	selected = narrow(selected, func(m *evidence.Metric) bool { return m.Pass == passPlain })
	selected = narrow(selected, e.sameLabels)
	if len(selected) > 1 {
		return nil, fmt.Sprintf("the record has %d series of %s, select one by its labels: %s", len(selected), e.series(), choices(selected))
	}
	return selected[0], ""
}

// selects says whether a series has all labels of the expectation.
func (e *Expectation) selects(m *evidence.Metric) bool {
	for k, v := range e.Labels {
		has, ok := m.Labels[k]
		if !ok && k == labelPass {
			has = m.Pass
		}
		if has != v {
			return false
		}
	}
	return true
}

// sameLabels says whether a series has the labels of the expectation and no others.
func (e *Expectation) sameLabels(m *evidence.Metric) bool {
	n := len(e.Labels)
	if _, ok := m.Labels[labelPass]; !ok && e.Labels[labelPass] != "" {
		n--
	}
	return len(m.Labels) == n
}

// narrow keeps those that are wanted if there are any.
func narrow(all []*evidence.Metric, want func(*evidence.Metric) bool) []*evidence.Metric {
	kept := slices.DeleteFunc(slices.Clone(all), func(m *evidence.Metric) bool { return !want(m) })
	if len(kept) == 0 {
		return all
	}
	return kept
}

// choices names the labels of some series, with the pass where they are of several.
func choices(all []*evidence.Metric) string {
	several := slices.ContainsFunc(all, func(m *evidence.Metric) bool { return m.Pass != all[0].Pass })
	var names []string
	for i, m := range all {
		if i == mostChoices {
			names = append(names, fmt.Sprintf("and %d more", len(all)-i))
			break
		}
		labels := maps.Clone(m.Labels)
		if several || len(labels) == 0 {
			if labels == nil {
				labels = map[string]string{}
			}
			labels[labelPass] = m.Pass
		}
		names = append(names, labelText(labels))
	}
	return strings.Join(names, ", ")
}

// missing says why the record does not have the metric: what it needs was skipped, or, where nothing says so, all
// that was.
func (e *Expectation) missing(rec *evidence.Record) string {
	text := "the record has no " + e.Metric.Name
	of := slices.DeleteFunc(slices.Clone(rec.Skipped), func(s evidence.Skipped) bool {
		return s.What != e.Metric.Name && !slices.Contains(e.Metric.Needs, s.What)
	})
	if len(of) == 0 && len(rec.Skipped) > 0 {
		text += "; what could not be measured"
		of = rec.Skipped
	}
	for i, s := range of {
		separator := "; "
		if i == 0 {
			separator = ": "
		}
		text += separator + s.What + ": " + s.Why
		if s.Remedy != "" {
			text += " (" + s.Remedy + ")"
		}
	}
	return text
}
