package bench

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/secret"
	"github.com/cupelgo/cupel/internal/stats"
)

// Kind is that of the records of this capability.
const Kind = "bench"

// interleaved is the order of runs made in turns, as in evidence.Plan.
const interleaved = "interleaved"

// record describes what the contest has measured, without an id and verdicts.
func (c *contest) record() *evidence.Record {
	rec := c.measured()
	rec.Schema, rec.Kind, rec.Created, rec.Labels, rec.Tool = evidence.Schema, Kind, c.Now().UTC(), c.Labels, c.Tool
	rec.Host = host.Fingerprint(c.Dir)
	rec.Host.Env = host.Environment(c.Env, secret.Settings)
	rec.Plan = evidence.Plan{
		Arms: c.parts(), Runs: c.looks.Most(), WarmUps: c.warmUps, Order: interleaved, Seed: int64(c.Seed),
		Smoke: c.Smoke, Timeout: c.timeout().Seconds(), Budget: c.budget().Seconds(),
	}
	rec.Passes = []evidence.Pass{{Name: passPlain, Runs: len(c.samples[0]), UID: os.Getuid()}}
	fit := c.gate.Fitness()
	rec.Metrics = append(rec.Metrics, c.planned()...)
	rec.Metrics = append(rec.Metrics, fit.Metrics...)
	if c.timed() {
		rec.Warnings = append(rec.Warnings, fit.Warnings(MetricWall)...)
		if fit.Unfit != "" {
			rec.Skipped = append(rec.Skipped, evidence.Skipped{What: whatWall, Why: fit.Unfit, Remedy: fit.Remedy})
		}
	}
	return rec
}

// timed reports whether there is a wall time to judge.
func (c *contest) timed() bool {
	return slices.ContainsFunc(c.metrics, func(m Metric) bool { return m.Class == "wall" })
}

// planned are when the runs began, and how they were judged.
func (c *contest) planned() (all []evidence.Metric) {
	for part, name := range c.parts() {
		var starts, demands []float64
		for _, s := range c.samples[part] {
			if starts = append(starts, s.start); s.demand >= 0 {
				demands = append(demands, s.demand)
			}
		}
		all = append(all, plain(metricStart, map[string]string{labelArm: name}, starts))
		if len(demands) > 0 {
			all = append(all, plain(metricDemand, map[string]string{labelArm: name}, demands))
		}
	}
	var pairs, levels []float64
	for _, l := range c.looks.Taken {
		pairs, levels = append(pairs, float64(l.Pairs)), append(levels, l.Level)
	}
	if pairs != nil {
		all = append(all, plain(metricLooks, nil, pairs), plain(metricLevels, nil, levels))
	}
	return append(all, plain(metricEffect, nil, []float64{c.effect}))
}

// plain is a metric that says how something was measured.
func plain(name string, labels map[string]string, samples []float64) evidence.Metric {
	_, unit, _ := strings.Cut(name, ":")
	return evidence.Metric{Name: name, Unit: unit, Better: "none", Pass: passPlain, Labels: labels, Samples: samples, Summary: stats.Summarize(samples)}
}

// measured is a record of the arms and of what their runs gave so far.
func (c *contest) measured() *evidence.Record {
	rec := &evidence.Record{}
	for i := range c.arms {
		rec.Arms = append(rec.Arms, c.arms[i].about)
	}
	for i := range c.metrics {
		for part, name := range c.parts() {
			rec.Metrics = append(rec.Metrics, c.ofMetric(&c.metrics[i], part, name, rec)...)
		}
	}
	return rec
}

// ofMetric are the series of a metric and a part. One that some run did not give cannot be paired and is left out.
func (c *contest) ofMetric(m *Metric, part int, name string, rec *evidence.Record) (all []evidence.Metric) {
	by := map[string][]float64{}
	var order []string
	for _, s := range c.samples[part] {
		for _, f := range s.figures {
			if f.metric != m.Name {
				continue
			}
			if by[f.labels] == nil {
				order = append(order, f.labels)
			}
			by[f.labels] = append(by[f.labels], f.value)
		}
	}
	for _, labels := range order {
		samples := by[labels]
		if n := len(c.samples[part]); len(samples) < n {
			rec.Skipped = append(rec.Skipped, evidence.Skipped{
				What: m.Name + bracketed(labels) + " of " + name, Why: fmt.Sprintf("%d of %d runs %s", n-len(samples), n, absent(m.Name)),
			})
			continue
		}
		all = append(all, evidence.Metric{
			Name: m.Name, Unit: m.unit(), Better: m.Better, Pass: passPlain, Class: m.Class, Exact: m.Exact, Doc: m.Doc,
			Labels: labelMap(labels, name), Samples: samples, Summary: stats.Summarize(samples),
		})
	}
	return all
}

// absent says why a run has no figure.
func absent(metric string) string {
	if metric == MetricRSS {
		return "ended before their memory could be seen"
	}
	return "did not print it"
}

func bracketed(labels string) string {
	if labels == "" {
		return ""
	}
	return "{" + labels + "}"
}

// keep stores a record with files beside it.
func (o *Options) keep(rec *evidence.Record, files map[string][]byte) (path string, err error) {
	draft, err := o.Store.Begin(rec.Created, rand.Reader)
	if err != nil {
		return "", fmt.Errorf("opening the store: %w", err)
	}
	defer draft.Discard()
	rec.ID = draft.ID()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(draft.Dir(), name), data, 0o600); err != nil {
			return "", fmt.Errorf("storing the record: %w", err)
		}
	}
	if path, err = draft.Commit(rec); err != nil {
		return "", fmt.Errorf("storing the record: %w", err)
	}
	return path, nil
}
