package bench

import (
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// A view judges the arms of a record. It is a pure function of it.
type view struct {
	rec    *evidence.Record
	looks  []comparison.Look
	effect float64
	unfit  string
}

// The plan of a contest, as far as the record's own fields do not hold it.
const (
	metricLooks  = "/bench/look/pairs:count" // at which it was judged, see comparison.Look
	metricLevels = "/bench/look/level:ratio" // of the intervals of ratios then
	metricEffect = "/bench/effect:ratio"     // the least that matters
	metricDemand = "/bench/demand:ratio"     // how many CPUs each run wanted, on average: used or waited for in a run queue
	metricStart  = "/bench/start:seconds"    // of each run, since the first
	passPlain    = "plain"
	// whatWall is what an unfit machine cannot measure.
	whatWall = "whether wall times differ"
)

// viewOf reads how a stored contest was judged.
func viewOf(rec *evidence.Record) *view {
	v := &view{rec: rec}
	var pairs, levels []float64
	for i := range rec.Metrics {
		switch m := &rec.Metrics[i]; m.Name {
		case metricLooks:
			pairs = m.Samples
		case metricLevels:
			levels = m.Samples
		case metricEffect:
			v.effect = m.Summary.Median
		}
	}
	for i := range min(len(pairs), len(levels)) {
		v.looks = append(v.looks, comparison.Look{Pairs: int(pairs[i]), Level: levels[i]})
	}
	if v.looks == nil {
		v.looks = comparison.Unlooked()
	}
	for _, s := range rec.Skipped {
		if s.What == whatWall {
			v.unfit = s.Why
		}
	}
	return v
}

// arms are the names of the arms, the baseline first.
func (v *view) arms() []string {
	var all []string
	for i := range v.rec.Arms {
		all = append(all, v.rec.Arms[i].Name)
	}
	return all
}

// all are the metrics of an arm.
func (v *view) of(arm string) (all []*evidence.Metric) {
	for i := range v.rec.Metrics {
		if m := &v.rec.Metrics[i]; m.Labels[labelArm] == arm && m.Class != "" {
			all = append(all, m)
		}
	}
	return all
}

// find returns the same metric of another arm, nil if it has none.
func (v *view) find(like *evidence.Metric, arm string) *evidence.Metric {
	text := seriesLabels(like)
	for _, m := range v.of(arm) {
		if m.Name == like.Name && seriesLabels(m) == text {
			return m
		}
	}
	return nil
}

// seriesLabels are the labels of a metric but for the arm's, as claims write them: "{live=64MB}".
func seriesLabels(m *evidence.Metric) string {
	labels := map[string]string{}
	for k, value := range m.Labels {
		if k != labelArm {
			labels[k] = value
		}
	}
	if len(labels) == 0 {
		return ""
	}
	return "{" + labelText(labels) + "}"
}

// series are what two arms have of each metric.
func (v *view) series(baseline, candidate string) (all []comparison.Series) {
	for _, m := range v.of(baseline) {
		other := v.find(m, candidate)
		if other == nil {
			continue
		}
		s := comparison.Series{
			Metric: m.Name, Unit: m.Unit, Label: seriesLabels(m), Better: m.Better, Exact: m.Exact, Paired: !m.Exact,
			Class:    comparison.Class(max(0, slices.Index(classes, m.Class))),
			Baseline: m.Samples, Candidate: other.Samples,
		}
		if twice := v.find(m, again(baseline)); twice != nil && !m.Exact {
			s.Again = twice.Samples
		}
		all = append(all, s)
	}
	return all
}

// judged are the rows of two arms at each look.
func (v *view) judged(baseline, candidate string) [][]comparison.Row {
	return comparison.JudgeLooks(v.series(baseline, candidate), comparison.Options{Effect: v.effect, Unfit: v.unfit}, v.looks)
}

// rows are those of the first look that decides each.
func (v *view) rows(baseline, candidate string) []comparison.Row {
	return comparison.FirstDecided(v.judged(baseline, candidate))
}

// claimed is what claims about two arms are judged by; of one arm alone baseline is "".
func (v *view) claimed(baseline, candidate string) claim.Evidence {
	if baseline == "" {
		return claim.Evidence{Record: v.alone(candidate), Unfit: v.unfit}
	}
	ev := claim.Paired(v.judged(baseline, candidate), v.unfit)
	ev.Record, ev.Baseline = v.alone(candidate), v.alone(baseline)
	return ev
}

// alone is the record with one arm, which its metrics need not name.
func (v *view) alone(arm string) *evidence.Record {
	rec := &evidence.Record{Skipped: v.rec.Skipped}
	for _, m := range v.of(arm) {
		one := *m
		one.Labels = map[string]string{}
		for k, value := range m.Labels {
			if k != labelArm {
				one.Labels[k] = value
			}
		}
		rec.Metrics = append(rec.Metrics, one)
	}
	return rec
}

// ends is what claims about the last arm against the first are judged by, of one arm alone about that.
func (v *view) ends() claim.Evidence {
	arms := v.arms()
	if len(arms) == 1 {
		return v.claimed("", arms[0])
	}
	return v.claimed(arms[0], arms[len(arms)-1])
}
