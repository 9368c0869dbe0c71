package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// ErrNoRecord is the cause of Load's error when nothing matches.
var ErrNoRecord = errors.New("no such record")

// Load reads the record that ref names, and returns it with the folder it lies in. ref is
// "latest", an id, a prefix of an id that fits one record only, or the path of an evidence.json or
// of the folder that holds one.
func (s *Store) Load(ref string) (rec *evidence.Record, dir string, err error) {
	id, err := s.find(ref)
	switch {
	case err != nil:
		return nil, "", err
	case id != "":
		return s.loadID(id)
	}
	return loadPath(ref)
}

// find returns the id of the record in the store that ref names, or "" if ref can only be a path.
func (s *Store) find(ref string) (string, error) {
	entries, err := s.List()
	if err != nil {
		return "", err
	}
	if ref == "latest" {
		if len(entries) == 0 {
			return "", fmt.Errorf("%w: %s holds none yet", ErrNoRecord, s.dir)
		}
		return entries[len(entries)-1].ID, nil
	}
	var matches []string
	for _, entry := range entries {
		if ref != "" && strings.HasPrefix(entry.ID, ref) {
			matches = append(matches, entry.ID)
		}
	}
	switch len(matches) {
	case 0:
		return "", nil
	case 1:
		return matches[0], nil
	}
	return "", fmt.Errorf("%q fits %d records, from %s to %s: add more of the id",
		ref, len(matches), matches[0], matches[len(matches)-1])
}

// loadID reads a record of the store. A root is used so that a link planted there leads nowhere.
func (s *Store) loadID(id string) (*evidence.Record, string, error) {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, "", fmt.Errorf("opening store: %w", err)
	}
	defer root.Close()
	f, err := root.Open(id + "/" + recordFile)
	if err != nil {
		return nil, "", fmt.Errorf("opening record %s: %w", id, err)
	}
	defer f.Close()
	return decode(f, filepath.Join(s.dir, id, recordFile))
}

func loadPath(path string) (*evidence.Record, string, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, recordFile)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", fmt.Errorf("%w: %q is neither an id nor a file", ErrNoRecord, path)
	}
	if err != nil {
		return nil, "", fmt.Errorf("opening record: %w", err)
	}
	defer f.Close()
	return decode(f, path)
}

// decode reads the record in the file at path.
func decode(r io.Reader, path string) (*evidence.Record, string, error) {
	rec, err := evidence.Decode(r)
	if err != nil {
		return nil, "", fmt.Errorf("loading record %s: %w", path, err)
	}
	return rec, filepath.Dir(path), nil
}
