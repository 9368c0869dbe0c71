package report

import (
	"fmt"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// Origin is what a document was made from. Renderers name it, so that a report which left its record behind
// can be traced to it.
type Origin struct {
	Record  string    // id of the record; "" of what was not stored
	Kind    string    // of the record, e.g. "startup"
	Created time.Time // when it was measured, UTC
	Tool    string    // what measured and analysed it, e.g. "cupel v0.1.0, analysis 4"
}

// OriginOf tells of a record.
func OriginOf(rec *evidence.Record) Origin {
	tool := fmt.Sprintf("cupel %s, analysis %d", rec.Tool.Version, rec.Tool.Analysis)
	return Origin{Record: rec.ID, Kind: rec.Kind, Created: rec.Created, Tool: tool}
}
