package startup

import (
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
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
