package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
)

// Record reads the record with exactly this id, and returns it with its folder. Unlike Load it takes no
// path and no prefix, so that what others send may be asked for. The error is ErrNoRecord where none is
// there.
func (s *Store) Record(id string) (rec *evidence.Record, dir string, err error) {
	f, err := s.open(id, recordFile)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	return decode(f, filepath.Join(s.dir, id, recordFile))
}

// Artifact opens an artifact of the record with exactly this id: a regular file that the record lists, or
// evidence.json itself. The error is ErrNoRecord where there is no such record or it has no such artifact.
func (s *Store) Artifact(id, name string) (*os.File, error) {
	if name == recordFile {
		return s.open(id, name)
	}
	rec, _, err := s.Record(id)
	if err != nil {
		return nil, err
	}
	for _, a := range rec.Artifacts {
		if a.Name == name {
			return s.open(id, name)
		}
	}
	return nil, fmt.Errorf("%w: record %s lists no artifact %q", ErrNoRecord, id, name)
}

// open opens a regular file of a record. Its folder is the root: a link there leads nowhere else.
func (s *Store) open(id, name string) (*os.File, error) {
	if _, ok := parseID(id); !ok {
		return nil, fmt.Errorf("%w: %q is no id", ErrNoRecord, id)
	}
	root, err := os.OpenRoot(filepath.Join(s.dir, id))
	if err != nil {
		return nil, missing(err, id, name)
	}
	defer root.Close()
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return nil, missing(err, id, name)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, missing(err, id, name)
	}
	return f, nil
}

// missing says what is not there; err is nil of what is no regular file.
func missing(err error, id, name string) error {
	switch {
	case err == nil:
		return fmt.Errorf("%w: %s of record %s is no regular file", ErrNoRecord, name, id)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %s of record %s is not there", ErrNoRecord, name, id)
	}
	return fmt.Errorf("opening %s of record %s: %w", name, id, err)
}
