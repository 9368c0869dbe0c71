package bench

import (
	"io"

	"github.com/cupelgo/cupel/evidence"
)

// Result is a contest with what it stored.
type Result struct {
	Record *evidence.Record
	Path   string // of its evidence.json

	spec *spec // of an experiment; nil of all else
}

// Encode writes the record as JSON.
func (r *Result) Encode(w io.Writer) error { return r.Record.Encode(w) }
