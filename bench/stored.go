package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
)

// StoredDocument is what there is to say of a stored record, whose artifacts lie in dir.
func StoredDocument(rec *evidence.Record, dir string) (*report.Document, error) {
	r, err := stored(rec, dir)
	if err != nil {
		return nil, err
	}
	return r.Document(), nil
}

// StoredPage is StoredDocument with pictures.
func StoredPage(rec *evidence.Record, dir string) (*report.Document, error) {
	r, err := stored(rec, dir)
	if err != nil {
		return nil, err
	}
	return r.Page(), nil
}

// stored reads what an experiment says of itself from its files, as they were. Without them the record is shown alone.
func stored(rec *evidence.Record, dir string) (*Result, error) {
	r := &Result{Record: rec, Path: filepath.Join(dir, "evidence.json")}
	if rec.Subject.Experiment == "" {
		return r, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	text, err := root.ReadFile(fileExperiment)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	data := fileOf(text, specFile)
	if data == nil {
		return nil, fmt.Errorf("%s of record %s has no %s", fileExperiment, rec.ID, specFile)
	}
	s := &spec{}
	if err := yaml.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("%s of record %s: %w", fileExperiment, rec.ID, err)
	}
	r.spec = s
	return r, nil
}

// fileOf is a file of a txtar archive.
func fileOf(archive []byte, name string) []byte {
	_, rest, found := bytes.Cut(append([]byte("\n"), archive...), []byte("\n-- "+name+" --\n"))
	if !found {
		return nil
	}
	file, _, _ := bytes.Cut(rest, []byte("\n-- "))
	return file
}
