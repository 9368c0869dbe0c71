package startup

import (
	"cmp"
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
)

// StoredDocument is what a user reads of a stored record, whose folder is dir.
func StoredDocument(rec *evidence.Record, dir string) (*report.Document, error) {
	return stored(rec, dir).Document(), nil
}

// StoredPage is StoredDocument with pictures, made of the artifacts in dir as they were stored, and with all that the
// record has. What cannot be shown is a note.
func StoredPage(rec *evidence.Record, dir string) (*report.Document, error) {
	return stored(rec, dir).Page(), nil
}

func stored(rec *evidence.Record, dir string) *Result {
	return &Result{Record: rec, Path: filepath.Join(dir, "evidence.json")}
}

// A Brief is what a list says of a record.
type Brief struct {
	Program string            // as it is spoken of
	Version string            // of the module or the revision; may be empty
	Ready   *evidence.Summary // seconds to ready, of plain runs or else of the observed one; nil where not measured
	Cause   string            // the main one; "" where nothing stands out or was looked for
	State   string            // ready, or why not
	Failed  bool              // it was started and did not get ready
}

// StoredBrief tells of a record in one row.
func StoredBrief(rec *evidence.Record) Brief {
	b := Brief{
		Program: cmp.Or(rec.Subject.File, report.Program(rec.Subject.Package)),
		Version: cmp.Or(rec.Subject.Version, rec.Subject.Revision),
		State:   "not measured",
	}
	ready := metric(rec, MetricReady, passPlain)
	if ready == nil {
		ready = observedMetric(rec, MetricReady)
	}
	if ready != nil {
		b.Ready, b.State = &ready.Summary, "ready"
	}
	for _, f := range rec.Findings {
		if f.Rule == ruleNotReady {
			b.Ready, b.State, b.Failed = nil, f.Title, true
		}
	}
	if causes := ranked(rec); len(causes) > 0 && causes[0].Severity != finding.Low {
		b.Cause = shortPlace(causes[0].Where) + ": " + causes[0].Rule
	}
	return b
}
