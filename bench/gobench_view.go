package bench

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
)

// ofBenchmarks reports whether a record is of Go benchmarks.
func (p *pages) ofBenchmarks() bool {
	return p.rec.Subject.Experiment == "" && slices.ContainsFunc(p.rec.Metrics, func(m evidence.Metric) bool { return m.Labels[labelBenchmark] != "" })
}

// benchmarks compares two arms, benchmark by benchmark. What is the same in every run of both is set aside.
func (p *pages) benchmarks(baseline, candidate string) *comparison.Result {
	r := &comparison.Result{Baseline: baseline, Candidate: candidate, Names: map[string]string{}}
	rows := judgedRows(p.rows(baseline, candidate))
	titles, order := map[string]string{}, map[string]int{}
	for i, m := range p.of(baseline) {
		title := benchmarkOf(m.Labels) + " " + unitShown(m.Name)
		titles[m.Name+seriesLabels(m)], order[title] = title, i
	}
	for i := range rows {
		row := &rows[i]
		title := titles[row.Metric+row.Label]
		if !row.Exact || row.Outcome != comparison.NoDifference {
			r.Names[title] = title
		}
		row.Metric, row.Label = title, ""
	}
	slices.SortStableFunc(rows, func(a, b comparison.Row) int { return cmp.Compare(order[a.Metric], order[b.Metric]) })
	r.Rows = rows
	if n := len(rows); n >= manyRows {
		r.Notes = append(r.Notes, fmt.Sprintf("each of %d rows finds a difference where there is none at most once in 20 times: look again at a single one before acting on it", n))
	}
	return r
}

// manyRows is from how many on a wrong one is to be expected.
const manyRows = 20

// benchmarkOf names a benchmark for people: "Encode/size=10-2 (internal/codec)".
func benchmarkOf(labels map[string]string) string {
	name := labels[labelBenchmark]
	if n := labels[labelCPUs]; n != "" && n != "1" {
		name += "-" + n
	}
	if of := labels[labelPackage]; of != "" {
		name += " (" + of + ")"
	}
	return name
}

// answers are the first lines of all comparisons with the first arm.
func (p *pages) answers(arms []string) string {
	var all []string
	for _, candidate := range arms[1:] {
		all = append(all, p.benchmarks(arms[0], candidate).Document().Answer)
	}
	return strings.Join(all, "; ")
}
