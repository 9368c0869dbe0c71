package startup

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/host"
)

// labelArm is the label of a metric that names the arm.
const labelArm = "arm"

// The plan of a comparison, as far as the record's own fields do not hold it.
const (
	metricLooks  = "/compare/look/pairs:count" // at which it was judged, see comparison.Look
	metricLevels = "/compare/look/level:ratio" // of the intervals of ratios then
	metricEffect = "/compare/effect:ratio"     // the least that matters
)

// Files of a comparison: the records of both arms, as they were when it was made.
const (
	fileBaseline  = "baseline.json"
	fileCandidate = "candidate.json"
)

// conclude judges and stores the comparison.
func (c *contest) conclude(own [2]*Result) (*Comparison, error) {
	draft, err := c.Candidate.Store.Begin(c.Candidate.Now(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	defer draft.Discard()
	for i, name := range []string{fileBaseline, fileCandidate} {
		var b bytes.Buffer
		if err := own[i].Record.Encode(&b); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(draft.Dir(), name), b.Bytes(), 0o600); err != nil {
			return nil, fmt.Errorf("keeping the record of an arm: %w", err)
		}
	}
	res := newComparison(c.record(own), own[0].Record, own[1].Record)
	res.Baseline.Path, res.Candidate.Path = own[0].Path, own[1].Path
	res.Record.Verdicts = res.verdicts()
	if c.Judge != nil {
		res.Record.Verdicts = c.Judge(res)
	}
	if res.Path, err = draft.Commit(res.Record); err != nil {
		return nil, fmt.Errorf("storing the comparison: %w", err)
	}
	return res, nil
}

// record describes the comparison: of the candidate, and what both arms gave.
func (c *contest) record(own [2]*Result) *evidence.Record {
	rec := *own[armCandidate].Record
	rec.Kind, rec.Created = KindCompare, c.Candidate.Now().UTC()
	rec.Plan.Arms = []string{c.Names[0], c.Names[1], c.Names[0] + ", again"}
	rec.Plan.Order, rec.Plan.Seed, rec.Plan.WarmUps, rec.Plan.Runs = interleaved, int64(c.Seed), 1, c.looks.Most()
	rec.Passes = []evidence.Pass{{Name: passPlain, Runs: len(c.runs[armBaseline]), UID: c.arms[0].seen.UID}}
	rec.Metrics = append(c.metrics(), exact(own)...)
	rec.Artifacts, rec.Warnings, rec.Skipped, rec.Verdicts = nil, nil, c.unmeasured(), nil
	for _, m := range c.arms {
		for _, note := range m.notes {
			rec.Warnings = append(rec.Warnings, evidence.Warning{Text: note})
		}
	}
	gated(&rec, &c.fitness)
	if c.unequal != "" {
		rec.Warnings = append(rec.Warnings, evidence.Warning{Text: "both executables may lie in the page cache in different ways, which alone can make " +
			"one start slower by a fifth: " + c.unequal})
	}
	return &rec
}

// metrics are what the runs in turns gave, those of equal index in the same turn, and the plan.
func (c *contest) metrics() []evidence.Metric {
	var m metrics
	var pairs, levels []float64
	for i := range inTurnsMeasured {
		if len(c.runs[armBaseline]) == 0 {
			break // the budget was too small for a single turn
		}
		q := &inTurnsMeasured[i]
		var samples [arms][]float64
		for arm, runs := range c.runs {
			for j := range runs {
				samples[arm] = append(samples[arm], q.of(&runs[j]))
			}
		}
		if !measuredAll(samples) {
			continue // see unmeasured
		}
		for arm := range samples {
			m.add(passPlain, q.metric, "lower", map[string]string{labelArm: armNames[arm]}, samples[arm]...)
		}
	}
	for _, l := range c.looks.Taken {
		pairs, levels = append(pairs, float64(l.Pairs)), append(levels, l.Level)
	}
	m.add(passPlain, metricLooks, "none", nil, pairs...)
	m.add(passPlain, metricLevels, "none", nil, levels...)
	m.add(passPlain, metricEffect, "none", nil, c.Effect)
	return m.all
}

// measuredAll reports whether no figure is missing.
func measuredAll(samples [arms][]float64) bool { return slices.Min(slices.Concat(samples[:]...)) >= 0 }

// unmeasured tells of what some run did not measure, so that its pairs cannot be judged.
func (c *contest) unmeasured() (all []evidence.Skipped) {
	for i := range inTurnsMeasured {
		q := &inTurnsMeasured[i]
		missing := 0
		for _, runs := range c.runs {
			for j := range runs {
				if q.of(&runs[j]) < 0 {
					missing++
				}
			}
		}
		if missing > 0 {
			all = append(all, evidence.Skipped{
				What: q.metric, Why: fmt.Sprintf("%d of %d runs ended before it could be read", missing, arms*len(c.runs[armBaseline])),
				Remedy: "a --ready condition that is met before the program ends",
			})
		}
	}
	return all
}

// inTurnsMeasured is what each plain run of a comparison measures.
var inTurnsMeasured = []struct {
	metric string
	of     func(*experiment.Run) float64
}{
	{MetricReady, func(r *experiment.Run) float64 { return float64(r.Ready-r.Start) / 1e9 }},
	{MetricCPU, func(r *experiment.Run) float64 { return r.CPUReady }},
	{MetricRSS, func(r *experiment.Run) float64 { return float64(r.MaxRSS) }},
	{MetricMinorFaults, func(r *experiment.Run) float64 { return float64(r.MinorFaults) }},
	{MetricMajorFaults, func(r *experiment.Run) float64 { return float64(r.MajorFaults) }},
}

// exact are the exact metrics of both arms, where both have them from the same pass.
func exact(own [2]*Result) (all []evidence.Metric) {
	for _, m := range own[armCandidate].Record.Metrics {
		q := quantity(m.Name)
		if q == nil || !q.Exact || m.Labels != nil {
			continue
		}
		b := metric(own[armBaseline].Record, m.Name, m.Pass)
		if b == nil {
			continue
		}
		for arm, of := range []evidence.Metric{*b, m} {
			of.Labels = map[string]string{labelArm: armNames[arm]}
			all = append(all, of)
		}
	}
	return all
}

// seriesOf returns the samples of both arms by metric.
func seriesOf(all []evidence.Metric) (out []comparison.Series) {
	for _, m := range all {
		q := quantity(m.Name)
		if q == nil || m.Labels[labelArm] != armNames[armBaseline] {
			continue
		}
		of := func(arm int) []float64 {
			for i := range all {
				if all[i].Name == m.Name && all[i].Pass == m.Pass && all[i].Labels[labelArm] == armNames[arm] {
					return all[i].Samples
				}
			}
			return nil
		}
		out = append(out, comparison.Series{
			Metric: m.Name, Unit: m.Unit, Better: m.Better, Class: q.Class, Exact: q.Exact, Paired: !q.Exact,
			Baseline: m.Samples, Candidate: of(armCandidate), Again: of(armAgain),
		})
	}
	return out
}

// Series returns the samples of both arms by metric.
func (c *Comparison) Series() []comparison.Series { return seriesOf(c.Record.Metrics) }

// newComparison reads what a record of a comparison tells. It is a pure function of the records.
func newComparison(rec, baseline, candidate *evidence.Record) *Comparison {
	o := comparison.Options{Effect: single(rec, metricEffect), Unfit: unfit(rec)}
	looks := comparison.JudgeLooks(seriesOf(rec.Metrics), o, looksOf(rec))
	return &Comparison{
		Record: rec, Baseline: &Result{Record: baseline}, Candidate: &Result{Record: candidate},
		Rows: comparison.FirstDecided(looks), looks: looks,
	}
}

// looksOf returns when the runs were judged.
func looksOf(rec *evidence.Record) (all []comparison.Look) {
	pairs, levels := metric(rec, metricLooks, passPlain), metric(rec, metricLevels, passPlain)
	if pairs == nil || levels == nil {
		return comparison.Unlooked()
	}
	for i := range min(len(pairs.Samples), len(levels.Samples)) {
		all = append(all, comparison.Look{Pairs: int(pairs.Samples[i]), Level: levels.Samples[i]})
	}
	return all
}

// single is the value of a metric that has one.
func single(rec *evidence.Record, name string) float64 {
	if m := metric(rec, name, passPlain); m != nil {
		return m.Summary.Median
	}
	return 0
}

// whatWall is what an unfit machine cannot measure.
const whatWall = "whether wall times differ, or are too long"

// unfit is why the machine was not fit to judge wall time, "" if it was.
func unfit(rec *evidence.Record) string {
	for _, s := range rec.Skipped {
		if s.What == whatWall {
			return s.Why
		}
	}
	return ""
}

// gated adds what the gate has read.
func gated(rec *evidence.Record, f *host.Fitness) {
	rec.Metrics = append(rec.Metrics, f.Metrics...)
	rec.Warnings = append(rec.Warnings, f.Warnings(MetricReady)...)
	if f.Unfit != "" {
		rec.Skipped = append(rec.Skipped, evidence.Skipped{What: whatWall, Why: f.Unfit, Remedy: f.Remedy})
	}
}
