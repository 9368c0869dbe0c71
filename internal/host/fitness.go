package host

import (
	"fmt"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/stats"
)

// Unfit is the state of a fitness check that forbids to judge wall times and tails.
const Unfit State = "unfit"

// Fitness says whether wall times and tails of an experiment may be judged.
type Fitness struct {
	Checks  []FitnessCheck    `json:"checks"`
	Unfit   string            `json:"unfit,omitempty"`  // the worst reason why not; "": they may
	Remedy  string            `json:"remedy,omitempty"` // what would change that
	Metrics []evidence.Metric `json:"metrics"`          // what was read, for the record
}

// FitnessCheck is what was read of one disturbance.
type FitnessCheck struct {
	Name   string `json:"name"`
	State  State  `json:"state"` // ok, weakened, unfit or unknown
	Value  string `json:"value"` // what was read, or why nothing was
	Limit  string `json:"limit"` // from where on it weakens or makes unfit
	Why    string `json:"why"`
	Remedy string `json:"remedy,omitempty"` // the command that would change it
	Note   string `json:"note,omitempty"`   // where or when to do that, or what to do where no command does it
}

// JudgeFitness judges readings. What is not told does not make a machine unfit.
func JudgeFitness(r Readings) Fitness {
	w := watch(r)
	f := Fitness{Metrics: w.metrics()}
	worst := 0.0
	for i := range gauges {
		g := &gauges[i]
		a, beyond := g.judge(w)
		f.Checks = append(f.Checks, FitnessCheck{g.name, a.state, a.value, g.limits(), g.why, a.remedy, a.note})
		if a.state == Unfit && beyond > worst {
			worst = beyond
			f.Unfit, f.Remedy = g.reason(a)
		}
	}
	return f
}

// unfitTo begins the sentence that says why a machine is unfit.
const unfitTo = "this machine is not fit to judge wall times: "

// Warnings say what weakens a metric of wall time, the reason not to judge it first.
func (f Fitness) Warnings(metric string) []evidence.Warning {
	var all []evidence.Warning
	if f.Unfit != "" {
		all = append(all, evidence.Warning{Metric: metric, Text: unfitTo + f.Unfit + "; to change it: " + f.Remedy})
	}
	for _, c := range f.Checks {
		if c.State == Weakened {
			all = append(all, evidence.Warning{Metric: metric, Text: fmt.Sprintf("%s weakens wall times: %s (%s)", c.Name, c.Value, c.Limit)})
		}
	}
	return all
}

// passGate is the pass of metrics of the machine.
const passGate = "gate"

// metrics returns what was read as metrics, those that were told.
func (w *watched) metrics() []evidence.Metric {
	all := []evidence.Metric{
		metric("/host/spin:ratio", ratio, "none", w.before.ratios...),
		metric("/host/spin/wall:seconds", "seconds", "lower", w.before.walls...),
		metric("/host/spin/cpu:seconds", "seconds", "lower", w.before.cpus...),
		metric("/host/spin/during:ratio", ratio, "none", w.during.ratios...),
		metric("/host/spin/during/wall:seconds", "seconds", "lower", w.during.walls...),
		metric("/host/spin/during/cpu:seconds", "seconds", "lower", w.during.cpus...),
		metric("/host/pressure/cpu:ratio", ratio, "lower", w.windows...),
		metric("/host/others/cpu:ratio", ratio, "lower", told(w.others)...),
		metric("/host/steal:ratio", ratio, "lower", told(w.facts.Host.Steal)...),
		metric("/host/clock/jump:seconds", "seconds", "none", w.steps...),
		metric("/host/suspended:seconds", "seconds", "lower", told(w.asleep)...),
	}
	if n := w.facts.Host.Throttled; n != nil {
		all = append(all, metric("/host/throttled:count", "count", "lower", float64(*n)))
	}
	kept := all[:0]
	for _, m := range all {
		if len(m.Samples) > 0 {
			kept = append(kept, m)
		}
	}
	return kept
}

func metric(name, unit, better string, samples ...float64) evidence.Metric {
	return evidence.Metric{Name: name, Unit: unit, Better: better, Pass: passGate, Samples: samples, Summary: stats.Summarize(samples)}
}

func told(v *float64) []float64 {
	if v == nil {
		return nil
	}
	return []float64{*v}
}
