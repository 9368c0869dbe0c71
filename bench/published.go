package bench

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
)

// A Published claim is one that somebody has made in public, and how an experiment judges it.
type Published struct {
	ID        string `yaml:"id"`
	Topic     string `yaml:"topic"`
	Says      string `yaml:"says"`      // in one sentence
	Published string `yaml:"published"` // the value, as published

	Experiment string   `yaml:"experiment"`
	Arm        string   `yaml:"arm"`     // whose value it is of
	Arms       []string `yaml:"arms"`    // baseline and candidate of a ratio
	Measure    string   `yaml:"measure"` // statistic and metric as in claims of check: ratio(/alloc/object:seconds)
	Holds      string   `yaml:"holds"`   // "1.58 .. 2.8", or an operator and a quantity: "<= 69us"
	Why        string   `yaml:"why"`     // the mechanism: why it holds, or why not
}

// bounds are the expectations that all must hold.
func (p *Published) bounds() []string {
	if lo, hi, ok := strings.Cut(p.Holds, ".."); ok {
		return []string{p.Measure + " >= " + strings.TrimSpace(lo), p.Measure + " <= " + strings.TrimSpace(hi)}
	}
	return []string{p.Measure + " " + p.Holds}
}

// expectations are bounds, as they are judged.
func (p *Published) expectations(metrics []Metric) (all []claim.Expectation, err error) {
	for _, text := range p.bounds() {
		e, err := claim.ParseExpectation(text, asClaimed(metrics), len(p.Arms) == 2)
		if err != nil {
			return nil, fmt.Errorf("claim %s: %w", p.ID, err)
		}
		all = append(all, e)
	}
	return all, nil
}

// check tells what is wrong with a claim about an experiment.
func (p *Published) check(s *spec) error {
	if p.ID == "" || p.Topic == "" || p.Says == "" || p.Published == "" || p.Measure == "" || p.Holds == "" || p.Why == "" {
		return fmt.Errorf("claim %q: one of id, topic, says, published, measure, holds and why is missing", p.ID)
	}
	named := append([]string{p.Arm}, p.Arms...)
	switch {
	case (p.Arm != "") == (p.Arms != nil), p.Arms != nil && len(p.Arms) != 2:
		return fmt.Errorf("claim %s: it has either arm, or two arms: baseline and candidate", p.ID)
	case p.Arm == "":
		named = p.Arms
	}
	for _, name := range named {
		if !s.has(name) {
			return fmt.Errorf("claim %s: no arm is called %q", p.ID, name)
		}
	}
	_, err := p.expectations(s.Metrics)
	return err
}

// has reports whether an arm is called so.
func (s *spec) has(name string) bool {
	for i := range s.Arms {
		if s.Arms[i].Name == name {
			return true
		}
	}
	return false
}

// judge says whether the claim holds by what was measured.
func (p *Published) judge(v *view) evidence.Verdict {
	expectations, err := p.expectations(metricsOf(v.rec))
	if err != nil {
		return evidence.Verdict{Claim: p.ID, Outcome: claim.Unknown, Direction: claim.None, Reason: err.Error()}
	}
	baseline, candidate := "", p.Arm
	if p.Arms != nil {
		baseline, candidate = p.Arms[0], p.Arms[1]
	}
	ev := v.claimed(baseline, candidate)
	var verdicts []evidence.Verdict
	for i := range expectations {
		verdicts = append(verdicts, expectations[i].Judge(ev))
	}
	all := joined(verdicts)
	all.Claim, all.Direction = p.ID, claim.None
	if p.Arms != nil {
		all.Direction = p.direction(expectations, all.Measured)
	}
	return all
}

// joined is the verdict of bounds that all must hold: the first that fails decides, else the first that is unknown.
func joined(of []evidence.Verdict) evidence.Verdict {
	for _, outcome := range []string{claim.Fails, claim.Unknown} {
		for _, v := range of {
			if v.Outcome == outcome {
				return v
			}
		}
	}
	return of[len(of)-1]
}

// direction says on which side of 1 a measured ratio is, seen from the published one.
func (p *Published) direction(bounds []claim.Expectation, measured *[2]float64) string {
	if measured == nil || measured[0] <= 1 && measured[1] >= 1 {
		return claim.None
	}
	more, known := false, false
	for i := range bounds {
		switch e := &bounds[i]; {
		case (e.Op == ">=" || e.Op == ">") && e.Limit >= 1, e.Op == "==" && e.Limit > 1:
			more, known = true, true
		case (e.Op == "<=" || e.Op == "<") && e.Limit <= 1, e.Op == "==" && e.Limit < 1:
			more, known = false, true
		}
	}
	switch {
	case !known:
		return claim.None
	case more == (measured[0] > 1):
		return claim.Same
	}
	return claim.Opposite
}

// metricsOf are the metrics that a record declares.
func metricsOf(rec *evidence.Record) (all []Metric) {
	seen := map[string]bool{}
	for i := range rec.Metrics {
		if m := &rec.Metrics[i]; m.Class != "" && !seen[m.Name] {
			seen[m.Name] = true
			all = append(all, Metric{m.Name, m.Doc, m.Better, m.Class, m.Exact})
		}
	}
	return all
}
