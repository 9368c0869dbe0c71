package deps

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// StoredDocument is what a user reads of a stored record, whose folder is dir. Where the graph is not there as it was
// stored, only what the record itself says is shown, and a note says so.
func StoredDocument(rec *evidence.Record, dir string) (*report.Document, error) {
	r, err := storedResult(rec, dir)
	if err != nil {
		return document(rec, figures(rec, err)), nil
	}
	return document(rec, r.Document()), nil
}

// storedResult reads the graph of a record.
func storedResult(rec *evidence.Record, dir string) (*Result, error) {
	i := slices.IndexFunc(rec.Artifacts, func(a evidence.Artifact) bool { return a.Name == graphName })
	if i < 0 {
		return nil, errors.New("the record has no graph")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	a := &rec.Artifacts[i]
	if info, err := root.Lstat(a.Name); err != nil || !info.Mode().IsRegular() || info.Size() != a.Bytes {
		return nil, fmt.Errorf("%s is not as it was stored", a.Name)
	}
	data, err := root.ReadFile(a.Name)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != a.SHA256 {
		return nil, fmt.Errorf("%s is not as it was stored: its sha256 is another one", a.Name)
	}
	return decode(bytes.NewReader(data))
}

// figures is what a record without its graph tells.
func figures(rec *evidence.Record, why error) *report.Document {
	d := &report.Document{Answer: "the graph cannot be shown: " + why.Error()}
	t := &report.Table{Columns: []report.Column{{Name: "figure"}, {Name: "value", Align: report.Right}, {Name: "of"}}}
	for _, m := range rec.Metrics {
		of := m.Labels["package"] + m.Labels["level"]
		t.Rows = append(t.Rows, []report.Cell{{Text: m.Name}, {Text: unit.Format(m.Summary.Median, m.Unit)}, {Text: of}})
	}
	d.Sections = append(d.Sections, report.Section{Title: "figures", Table: t})
	return d
}
