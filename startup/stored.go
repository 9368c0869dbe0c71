package startup

import (
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
)

// StoredDocument is what a user reads of a stored record, whose folder is dir.
func StoredDocument(rec *evidence.Record, dir string) (*report.Document, error) {
	return (&Result{Record: rec, Path: filepath.Join(dir, "evidence.json")}).Document(), nil
}
