package startup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/unit"
)

// What a lazier collector would change is measured when the collector is on the path: plain runs in
// turns with and without GOGC=400.
const (
	otherGOGC = "GOGC=400"
	passGOGC  = "gogc-400"
	mostPairs = 9 // the interval then leaves out the extremes on both sides
	minPairs  = minPlainRuns

	// GOGC=400 lets the heap grow to five times what lives in it, and no more lives than the plain
	// runs held at their peak. That must fit in this part of the memory.
	mostGrowth = 5
	memoryPart = 0.8
)

// A pair is a plain run and one with another setting, made one right after the other.
type pair struct {
	Plain experiment.Run `json:"plain"`
	Other experiment.Run `json:"other"`
}

// Further returns how many runs may be made beyond those that always are, if the collector is on the
// path: none for who asked for fewer plain runs than an interval needs.
func (o *Options) Further() int {
	if o.Runs > 0 && o.Runs < minPairs || o.executable() != "" && mayLookOutside() != nil {
		return 0
	}
	return 2 * mostPairs
}

// tryCollector makes the pairs, in turns so that neither setting always comes first.
func (m *measurement) tryCollector(ctx context.Context, end time.Time) error {
	if m.Further() == 0 || m.seen.trouble() != nil || !m.found(gcOnPath.Name) {
		return nil
	}
	if why, remedy := m.noPairs(end); why != "" {
		m.skip("what "+otherGOGC+" would change", why, remedy)
		return nil
	}
	for n := 0; n < mostPairs && m.affords(end, 2); n++ {
		m.progress(Step{Text: "pair of runs with and without " + otherGOGC, Of: mostPairs, Done: n, Left: end.Sub(m.Now())})
		var p pair
		if err := inTurns(ctx, n, m.pairRun(&p.Plain), m.pairRun(&p.Other, otherGOGC)); err != nil {
			return err
		}
		m.seen.GOGC = append(m.seen.GOGC, p)
	}
	return nil
}

// pairRun returns a function that makes one run of a pair. What it prints was kept before.
func (m *measurement) pairRun(to *experiment.Run, env ...string) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		c := m.plainCommand()
		c.Output, c.Env = "", append(c.Env, env...)
		*to, err = m.session.Run(ctx, c, m.Ready)
		to.LastLines = nil
		return err
	}
}

// affords reports whether n more runs like the last plain one fit in the budget.
func (m *measurement) affords(end time.Time, n int) bool {
	last := m.seen.Plain[len(m.seen.Plain)-1]
	return !m.Now().Add(time.Duration(n) * time.Duration(last.End-last.Start)).After(end)
}

// noPairs says why pairs cannot be made, "" if they can.
func (m *measurement) noPairs(end time.Time) (why, remedy string) {
	if !m.affords(end, 2*minPairs) {
		return fmt.Sprintf("%d pairs of runs do not fit in what is left of the budget", minPairs), "a longer --budget"
	}
	room := m.record.Host.Memory
	if c := m.record.Host.CgroupMemory; c != nil && (room == 0 || *c < room) {
		room = *c
	}
	peak := int64(-1)
	for _, r := range m.seen.Plain {
		peak = max(peak, r.MaxRSS)
	}
	if room <= 0 || peak < 0 {
		return "how much memory there is, or is used, is not known", "Linux with /proc"
	}
	if float64(mostGrowth*peak) > memoryPart*float64(room) {
		return fmt.Sprintf("the program holds %s and might come to hold five times that; there are %s",
			unit.Bytes(float64(peak)), unit.Bytes(float64(room))), "a machine or cgroup with more memory"
	}
	return "", ""
}

// found reports whether the traced run shows a cause.
func (m *measurement) found(rule string) bool {
	return slices.ContainsFunc(m.causes, func(f evidence.Finding) bool { return f.Rule == rule })
}

// withPairs adds what pairs of runs show.
func (o *observed) withPairs(m *metrics, rec *evidence.Record) {
	o.withCold(m, rec)
	o.withGOGC(m, rec)
}

// withGOGC adds what the pairs show to the metrics and to the finding that they are about.
func (o *observed) withGOGC(m *metrics, rec *evidence.Record) {
	if len(o.GOGC) == 0 {
		return
	}
	rec.Passes = append(rec.Passes, evidence.Pass{Name: passGOGC, Runs: len(o.GOGC), UID: o.UID})
	for _, p := range o.GOGC {
		for _, r := range []experiment.Run{p.Plain, p.Other} {
			if !r.Good() {
				rec.Skipped = append(rec.Skipped, evidence.Skipped{
					What: "what " + otherGOGC + " would change", Why: "one of the runs did not get ready: " + r.Problem,
				})
				return
			}
		}
	}
	ready := func(r experiment.Run) float64 { return float64(r.Ready-r.Start) / 1e9 }
	rss := func(r experiment.Run) float64 { return float64(r.MaxRSS) }
	was, is := m.pairs(passGOGC, MetricReady, o.GOGC, ready)
	held, holds := m.pairs(passGOGC, MetricRSS, o.GOGC, rss)
	for i := range rec.Findings {
		if f := &rec.Findings[i]; f.Rule == gcOnPath.Name {
			f.Why += " " + compared(was, is) + fmt.Sprintf(", peak RSS %s instead of %s.",
				unit.Bytes(stats.Median(holds)), unit.Bytes(stats.Median(held)))
		}
	}
}

// pairs adds the two arms of a metric, of which the other one is that of a pass, and returns their samples in
// the order of the pairs.
func (m *metrics) pairs(pass, name string, all []pair, value func(experiment.Run) float64) (plain, other []float64) {
	for _, p := range all {
		plain, other = append(plain, value(p.Plain)), append(other, value(p.Other))
	}
	m.add(passPlain, name, "lower", map[string]string{"paired": pass}, plain...)
	m.add(pass, name, "lower", nil, other...)
	return plain, other
}

// compared says what the setting did to the time to ready.
func compared(was, is []float64) string {
	ratio := stats.Ratio(was, is, 0.95)
	var b strings.Builder
	fmt.Fprintf(&b, "With %s: ", otherGOGC)
	if ratio.OK && ratio.Holds(1) {
		b.WriteString("no difference found, ")
	}
	fmt.Fprintf(&b, "ready after %s instead of %s (%d pairs of plain runs, ratio %.2f",
		unit.Seconds(stats.Median(is)), unit.Seconds(stats.Median(was)), len(was), ratio.Value)
	if !ratio.OK {
		return b.String() + ", too few for an interval)"
	}
	fmt.Fprintf(&b, ", 95 %% CI %.2f–%.2f)", ratio.Lo, ratio.Hi)
	return b.String()
}
