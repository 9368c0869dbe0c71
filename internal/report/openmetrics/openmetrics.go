// Package openmetrics writes the figures of a record as text that Prometheus reads: from a file, by way of the
// textfile collector of node_exporter, or wherever OpenMetrics is taken.
//
// What is written is valid both as OpenMetrics 1.0 and in the text format of Prometheus, which that collector
// reads: all families are gauges (Prometheus knows no info and no state set), no sample has a timestamp (the
// collector refuses those), and the lines UNIT and EOF are comments to Prometheus.
//
// A metric /startup/ready:seconds is the family cupel_startup_ready_seconds: each character that a name cannot
// have becomes _, the unit stands at the end, and count is no unit. The label statistic is median, p90, or low and
// high for the ends of the interval of the median; p90 is there from two samples on, an interval where the record
// has one. The family cupel_samples has their number.
//
// All series have labels that say what was measured, so that those of several records can stand beside each other, in a
// file each: kind (of record), program, program_version, arms (of a comparison), args as the record has them (of more
// than 200 characters the beginning and a checksum), started_with what else changes a start (-race, --ready, --pty and
// the keys of --env), and label_KEY each label that the record was given. Those without a value are left out. The label
// pass says how it was measured. Labels of a metric that have the name of one of these get metric_ in front.
//
// The families cupel_finding_cost_seconds and cupel_finding_share_ratio have a series for each finding,
// cupel_verdict three for each claim, of which one is 1; cupel_record_info names the record and its tool,
// cupel_record_timestamp_seconds tells when it was made.
//
// Limitations: of a metric with labels there is a series for each, which may be hundreds (by package, by stack). Records
// that differ in the values of --env alone have the same labels, since a record does not hold those: give them a
// --label each.
//
// Sources: OpenMetrics 1.0.0, https://github.com/prometheus/OpenMetrics; "Exposition formats" in the documentation
// of Prometheus; collector/textfile.go of node_exporter.
package openmetrics

import (
	"fmt"
	"io"
	"strconv"

	"github.com/cupelgo/cupel/evidence"
)

// Input is what is written.
type Input struct {
	Record   *evidence.Record
	Docs     map[string]string // what metrics are, by name, e.g. "/startup/ready:seconds"
	Verdicts []evidence.Verdict
}

// Render writes the figures of in to w. The same input gives the same bytes.
func Render(w io.Writer, in Input) error {
	t := &table{byName: map[string]*family{}}
	program := programOf(in.Record)
	t.record(in.Record, program)
	for i := range in.Record.Metrics {
		t.metric(&in.Record.Metrics[i], program, in.Docs)
	}
	for i := range in.Record.Findings {
		t.finding(&in.Record.Findings[i], program)
	}
	for _, v := range in.Verdicts {
		t.verdict(v, program)
	}
	if _, err := io.WriteString(w, t.text()); err != nil {
		return fmt.Errorf("writing OpenMetrics: %w", err)
	}
	return nil
}

func (t *table) record(rec *evidence.Record, program labels) {
	t.add("cupel_record_info", "", "the record that these figures are from", program.and(labels{
		{"record", rec.ID}, {"tool", rec.Tool.Version}, {"analysis", strconv.Itoa(rec.Tool.Analysis)},
		{"go", rec.Subject.Go}, {"revision", rec.Subject.Revision}, {"sha256", rec.Subject.SHA256},
		{"os", rec.Host.OS}, {"arch", rec.Host.Arch},
	}), 1)
	if !rec.Created.IsZero() {
		t.add("cupel_record_timestamp_seconds", "seconds", "when it was made, since 1970", program, float64(rec.Created.UnixMilli())/1000)
	}
	t.add("cupel_record_warnings", "", "what weakens a number, or all of them", program, float64(len(rec.Warnings)))
	t.add("cupel_record_skipped", "", "what could not be measured", program, float64(len(rec.Skipped)))
}

func (t *table) metric(m *evidence.Metric, program labels, docs map[string]string) {
	name, unit := nameOf(m.Name)
	help := "Cupel's " + m.Name
	if doc := docs[m.Name]; doc != "" {
		help += ": " + doc
	}
	of := program.and(labels{{"pass", m.Pass}}).and(own(m.Labels))
	statistic := func(which string, value float64) {
		t.add(name, unit, help, of.and(labels{{"statistic", which}}), value)
	}
	statistic("median", m.Summary.Median)
	if m.Summary.N > 1 {
		statistic("p90", m.Summary.P90)
	}
	if ci := m.Summary.CI95; ci != nil {
		statistic("low", ci[0])
		statistic("high", ci[1])
	}
	t.add("cupel_samples", "", "how many samples a metric has", of.and(labels{{"metric", m.Name}}), float64(m.Summary.N))
}

func (t *table) finding(f *evidence.Finding, program labels) {
	of := program.and(labels{
		{"rule", f.Rule}, {"severity", f.Severity}, {"class", f.Class}, {"phase", f.Phase}, {"package", f.Where.Package},
		{"symbol", f.Where.Symbol}, {"fingerprint", f.Fingerprint}, {"within", f.Within}, {"pass", f.Pass},
	})
	name, unit := nameOf("/finding/cost:" + f.Cost.Unit)
	t.add(name, unit, "what a finding costs", of, f.Cost.Value)
	t.add("cupel_finding_share_ratio", "ratio", "what part of the time to ready that is, in the same pass", of, f.Share)
}

// verdict writes a state set by hand: which of the three is the case.
func (t *table) verdict(v evidence.Verdict, program labels) {
	for _, state := range []string{"holds", "fails", "unknown"} {
		value := 0.0
		if v.Outcome == state {
			value = 1
		}
		t.add("cupel_verdict", "", "1 for what became of a claim", program.and(labels{{"claim", v.Claim}, {"outcome", state}}), value)
	}
}
