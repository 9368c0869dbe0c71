package deps

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// StoredDocument is what a user reads of a stored record, whose folder is dir. Where the graph is not there as it was
// stored, only what the record itself says is shown, and a note says so.
func StoredDocument(rec *evidence.Record, dir string) (*report.Document, error) {
	graph := func() *report.Document {
		r, err := storedResult(rec, dir)
		if err != nil {
			return figures(rec, err)
		}
		return r.Document()
	}
	d := document(rec, graph())
	d.Sections = append(d.Sections, kept(filepath.Join(dir, "evidence.json")))
	return d, nil
}

// StoredPage is the same with pictures.
func StoredPage(rec *evidence.Record, dir string) (*report.Document, error) {
	d, err := StoredDocument(rec, dir)
	if err != nil {
		return nil, err
	}
	r, err := storedResult(rec, dir)
	if err != nil {
		d.Notes = append(d.Notes, "no pictures: "+err.Error())
		return d, nil
	}
	return r.pictured(d), nil
}

// storedResult reads the graph of a record, and what was measured.
func storedResult(rec *evidence.Record, dir string) (*Result, error) {
	data, err := artifact(rec, dir, graphName)
	if err != nil {
		return nil, err
	}
	r, err := restore(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(rec.Artifacts, func(a evidence.Artifact) bool { return a.Name == measuredName }) {
		return r, nil
	}
	if data, err = artifact(rec, dir, measuredName); err != nil {
		return nil, err
	}
	r.Evidence = &Evidence{}
	if err := json.Unmarshal(data, r.Evidence); err != nil {
		return nil, fmt.Errorf("reading %s: %w", measuredName, err)
	}
	return r, nil
}

// artifact reads a file that is as it was when the record was written.
func artifact(rec *evidence.Record, dir, name string) ([]byte, error) {
	i := slices.IndexFunc(rec.Artifacts, func(a evidence.Artifact) bool { return a.Name == name })
	if i < 0 {
		return nil, errors.New("the record has no " + name)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	a := &rec.Artifacts[i]
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() != a.Bytes {
		return nil, fmt.Errorf("%s is not as it was stored", name)
	}
	data, err := root.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != a.SHA256 {
		return nil, fmt.Errorf("%s is not as it was stored: its sha256 is another one", name)
	}
	return data, nil
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
