package startup

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/store"
)

// CompareRecords compares two records of starts. They were not made in turns, so that only what is exact is
// judged. Turns is the command that would run both in turns.
func CompareRecords(baseline, candidate *evidence.Record, names [2]string, effect float64, turns string) (*Comparison, error) {
	for _, rec := range []*evidence.Record{baseline, candidate} {
		if rec.Kind != Kind {
			return nil, fmt.Errorf("record %s is of kind %q; two of kind %q can be compared", rec.ID, rec.Kind, Kind)
		}
	}
	rec := &evidence.Record{
		Schema: evidence.Schema, Kind: KindCompare, Tool: candidate.Tool, Subject: candidate.Subject, Host: candidate.Host,
		Plan: evidence.Plan{Arms: names[:], Order: "sequential"}, Findings: candidate.Findings,
	}
	var m metrics
	m.add(passPlain, metricEffect, "none", nil, effect)
	rec.Metrics = m.all
	c := &Comparison{
		Record: rec, Baseline: &Result{Record: baseline}, Candidate: &Result{Record: candidate},
		Rows: comparison.Judge(comparison.Records(baseline, candidate, classOf),
			comparison.Options{Effect: effect, Level: storedLevel, Turns: turns}),
	}
	rec.Verdicts = c.verdicts()
	return c, nil
}

// storedLevel is that of the intervals of arms that were run by themselves.
const storedLevel = 0.95

// classOf tells what kind of quantity a metric is, and whether it is exact.
func classOf(name string) (comparison.Class, bool) {
	if q := quantity(name); q != nil {
		return q.Class, q.Exact
	}
	return comparison.Wall, false
}

// AnalyzeComparison reads a comparison anew, whose artifacts lie in dir, and stores it in s. The verdicts stay: those of
// claims need the claims. Rec becomes the new record.
func AnalyzeComparison(s *store.Store, rec *evidence.Record, dir string, tool evidence.Tool, o Options) (*Comparison, error) {
	ref := rec.ID
	draft, err := s.Begin(o.Now(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	defer draft.Discard()
	if err := copyArtifacts(draft.Dir(), dir, rec.Artifacts); err != nil {
		return nil, err
	}
	var own [2]*evidence.Record
	for i, name := range []string{fileBaseline, fileCandidate} {
		data, err := os.ReadFile(filepath.Join(draft.Dir(), name))
		if err == nil {
			own[i], err = evidence.Decode(bytes.NewReader(data))
		}
		if err != nil {
			return nil, fmt.Errorf("record %s: reading the record of an arm: %w", ref, err)
		}
	}
	rec.Tool, rec.ID = tool, draft.ID()
	c := newComparison(rec, own[0], own[1])
	if c.Path, err = draft.Commit(rec); err != nil {
		return nil, fmt.Errorf("storing the record: %w", err)
	}
	return c, nil
}
