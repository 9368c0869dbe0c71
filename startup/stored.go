package startup

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
)

// StoredDocument is what a user reads of a stored record, whose folder is dir.
func StoredDocument(rec *evidence.Record, dir string) (*report.Document, error) {
	return (&Result{Record: rec, Path: filepath.Join(dir, "evidence.json")}).Document(), nil
}

// StoredComparison is what a user reads of a stored comparison, whose folder is dir.
func StoredComparison(rec *evidence.Record, dir string) (*report.Document, error) {
	var own [2]*evidence.Record
	for i, name := range []string{fileBaseline, fileCandidate} {
		f, err := os.Open(filepath.Join(dir, name))
		if err == nil {
			own[i], err = evidence.Decode(f)
			f.Close()
		}
		if err != nil {
			return nil, fmt.Errorf("record %s: reading the record of an arm: %w", rec.ID, err)
		}
	}
	c := newComparison(rec, own[0], own[1])
	c.Path = filepath.Join(dir, "evidence.json")
	return c.Document(), nil
}
