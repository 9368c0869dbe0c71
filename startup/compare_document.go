package startup

import (
	"cmp"
	"fmt"
	"io"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/report"
)

// spokenMetrics are the metrics of a comparison as people call them.
var spokenMetrics = map[string]string{
	MetricReady: "ready", MetricCPU: "CPU", MetricRSS: "RSS", MetricMinorFaults: "minor faults",
	MetricMajorFaults: "major faults", MetricFile: "executable", MetricInits: "init functions",
	MetricAllocBytes: "allocated", MetricAllocObjects: "allocations",
}

// Document turns the comparison into what a user reads.
func (c *Comparison) Document() *report.Document { return c.document(c.result()) }

// result is what package comparison tells of it.
func (c *Comparison) result() *comparison.Result {
	plan, changes := c.Record.Plan, c.changes()
	r := &comparison.Result{
		Baseline: "old", Candidate: "new", Rows: c.Rows, Changes: &changes,
		Lead: comparison.Lead{Metric: MetricReady, Verb: "is ready"}, Names: spokenMetrics, Home: c.Record.Subject.Module,
	}
	if len(plan.Arms) > 1 && plan.Arms[0] != plan.Arms[1] {
		r.Baseline, r.Candidate = plan.Arms[0], plan.Arms[1]
	}
	if c.Baseline.Record.Subject.SHA256 == c.Candidate.Record.Subject.SHA256 {
		r.Notes = append(r.Notes, "both executables are the same file, byte by byte")
	}
	if plan.Order == interleaved {
		r.Notes = append(r.Notes, fmt.Sprintf("runs in random order, in blocks in which every arm has the same mean place; --seed %d gives this order again", plan.Seed))
	} else {
		r.Notes = append(r.Notes, unlike([2]string{r.Baseline, r.Candidate}, [2]*evidence.Record{c.Baseline.Record, c.Candidate.Record})...)
	}
	r.Notes = append(r.Notes, redactedNote(c.Record)...)
	for _, w := range c.Record.Warnings {
		r.Notes = append(r.Notes, w.Text)
	}
	for _, s := range c.Record.Skipped {
		if s.What != whatWall { // said of each row
			r.Notes = append(r.Notes, skippedText(s))
		}
	}
	return r
}

func (c *Comparison) document(r *comparison.Result) *report.Document {
	d := r.Document()
	d.Origin = report.OriginOf(c.Record)
	if ids := c.stored(); ids[0] != "" || ids[1] != "" {
		d.Origin.Record = fmt.Sprintf("%s (old), %s (new)", cmp.Or(ids[0], "without an id"), cmp.Or(ids[1], "without an id"))
	}
	if s := c.evidenceSection(); len(s.KeyValues) > 0 {
		d.Sections = append(d.Sections, s)
	}
	return d
}

// stored are the ids of the two records of a comparison that is none itself; "" of others.
func (c *Comparison) stored() (ids [2]string) {
	if c.Record.Plan.Order != interleaved {
		ids = [2]string{c.Baseline.Record.ID, c.Candidate.Record.ID}
	}
	return ids
}

// changes tells which causes appeared, vanished and grew.
func (c *Comparison) changes() comparison.Changes {
	a, b := c.Baseline.Record, c.Candidate.Record
	return comparison.Findings(a.Findings, b.Findings, func(string) bool { return Blind(a) == "" && Blind(b) == "" })
}

func (c *Comparison) evidenceSection() report.Section {
	s := report.Section{Title: "evidence"}
	ids := c.stored()
	for _, kv := range []report.KeyValue{
		{Key: "record", Value: c.Path},
		{Key: "old", Value: cmp.Or(c.Baseline.Path, ids[0])}, {Key: "new", Value: cmp.Or(c.Candidate.Path, ids[1])},
	} {
		if kv.Literal = true; kv.Value != "" {
			s.KeyValues = append(s.KeyValues, kv)
		}
	}
	return s
}

// Encode writes the record as JSON.
func (c *Comparison) Encode(w io.Writer) error { return c.Record.Encode(w) }

// verdicts are those of the rows: that the programs differ, by as much as matters.
func (c *Comparison) verdicts() (all []evidence.Verdict) {
	for i := range c.Rows {
		r := &c.Rows[i]
		v := evidence.Verdict{
			Claim:   fmt.Sprintf("%s of %s differs by %g %% or more", r.Statistic, r.Metric+r.Label, 100*single(c.Record, metricEffect)),
			Outcome: claim.Unknown, Direction: claim.None, Reason: r.Reason,
		}
		if r.Ratio.OK {
			v.Measured = &[2]float64{r.Ratio.Lo, r.Ratio.Hi}
		}
		switch r.Outcome {
		case comparison.Improved, comparison.Regressed:
			v.Outcome, v.Direction = claim.Holds, claim.Same
		case comparison.WithinNoise:
			v.Outcome = claim.Fails
		}
		all = append(all, v)
	}
	return all
}

// Claimed is what claims about the candidate are judged by.
func (c *Comparison) Claimed() claim.Evidence {
	ev, pairs := Claimed(c.Candidate.Record), claim.Paired(c.looks, unfit(c.Record))
	ev.Baseline, ev.Pairs, ev.Earlier, ev.Unfit = c.Baseline.Record, pairs.Pairs, pairs.Earlier, pairs.Unfit
	ev.BaselineCouldSee = func(claim.Filter) string { return Blind(c.Baseline.Record) }
	return ev
}

// Claimed is what claims about a start are judged by.
func Claimed(rec *evidence.Record) claim.Evidence {
	return claim.Evidence{Record: rec, Unfit: unfit(rec), CouldSee: func(claim.Filter) string { return Blind(rec) }}
}
