package startup

import (
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/report"
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
	own, err := readArms(os.DirFS(draft.Dir()))
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", ref, err)
	}
	rec.Tool, rec.ID = tool, draft.ID()
	c := newComparison(rec, own[0], own[1])
	if c.Path, err = draft.Commit(rec); err != nil {
		return nil, fmt.Errorf("storing the record: %w", err)
	}
	return c, nil
}

// readArms returns the records of both arms as they were when the comparison was made.
func readArms(files fs.FS) (own [2]*evidence.Record, err error) {
	for i, name := range []string{fileBaseline, fileCandidate} {
		f, err := files.Open(name)
		if err == nil {
			own[i], err = evidence.Decode(f)
			f.Close()
		}
		if err != nil {
			return own, fmt.Errorf("reading the record of an arm: %w", err)
		}
	}
	return own, nil
}

// storedComparison is a stored comparison as it was found: its verdicts are those of the record.
func storedComparison(rec *evidence.Record, dir string) (*Comparison, error) {
	files, err := seal(rec, dir)
	if err != nil {
		return nil, err
	}
	defer files.root.Close()
	own, err := readArms(files)
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", rec.ID, err)
	}
	c := newComparison(rec, own[0], own[1])
	c.Path = filepath.Join(dir, "evidence.json")
	return c, nil
}

// StoredComparison is what a user reads of a stored comparison, whose folder is dir. It is a pure function of both:
// nothing is stored.
func StoredComparison(rec *evidence.Record, dir string) (*report.Document, error) {
	c, err := storedComparison(rec, dir)
	if err != nil {
		return nil, err
	}
	return c.Document(), nil
}

// StoredComparisonPage is StoredComparison with a picture and with all that the records have.
func StoredComparisonPage(rec *evidence.Record, dir string) (*report.Document, error) {
	c, err := storedComparison(rec, dir)
	if err != nil {
		return nil, err
	}
	return c.Page(), nil
}
