// Package store keeps records of evidence in a folder.
//
// A record is a folder <UTC stamp>-<6 hex> with evidence.json and its artifacts. It appears whole
// or not at all: it is made as a hidden draft beside its final place and renamed once complete.
// Of older records the artifacts are dropped first, and evidence.json is kept for longer. Only
// names of these two forms are ever listed, replaced or deleted; whatever else lies in the folder
// is left alone. No symbolic link inside the store is followed out of it.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"sync"
	"time"
)

// What is kept when a record has been added. The newest records keep their artifacts: enough for a few weeks
// of occasional measurements, and little beside Go's build cache. Of older ones evidence.json is left, some
// 50 KiB each: what a history is made of, and six times as long as the baseline of one.
const (
	keepWhole = 20
	keepBytes = 1 << 30
	keepThin  = 2000
	keepFor   = 90 * 24 * time.Hour
)

const (
	recordFile  = "evidence.json"
	draftPrefix = ".tmp-"
	stampLayout = "20060102T150405Z"
)

// idPattern is the form of an id: a stamp in UTC and 6 hex digits, so that ids sort by age.
var idPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}$`) })

// Store is a folder of records. It need not exist before the first Begin.
type Store struct {
	dir  string
	keep limits
}

// Open returns the store in dir. It touches nothing.
func Open(dir string) *Store {
	return &Store{dir: dir, keep: limits{whole: keepWhole, bytes: keepBytes, records: keepThin, age: keepFor}}
}

// Dir returns the folder of the store.
func (s *Store) Dir() string {
	return s.dir
}

// Entry is a record in the store.
type Entry struct {
	ID      string
	Created time.Time // UTC, to the second
	Bytes   int64     // of evidence.json and all artifacts
	Thin    bool      // the artifacts are no longer kept
}

// List returns the records of the store, the oldest first. A store that does not exist is empty.
func (s *Store) List() ([]Entry, error) {
	root, err := os.OpenRoot(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	defer root.Close()
	return records(root)
}

// records lists the records in root, the oldest first.
func records(root *os.Root) ([]Entry, error) {
	names, err := folders(root)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, name := range names {
		created, ok := parseID(name)
		if !ok || !hasRecord(root, name) {
			continue
		}
		size, files, err := folderSize(root, name)
		if err != nil {
			return nil, fmt.Errorf("measuring record %s: %w", name, err)
		}
		entries = append(entries, Entry{ID: name, Created: created, Bytes: size, Thin: files == 1})
	}
	return entries, nil
}

// folders returns the names of the real folders directly in root, sorted.
func folders(root *os.Root) ([]string, error) {
	all, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("listing store: %w", err)
	}
	var names []string
	for _, entry := range all {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// IsID reports whether name has the form of an id.
func IsID(name string) bool {
	_, ok := parseID(name)
	return ok
}

// parseID returns the time in an id, and whether name is one.
func parseID(name string) (time.Time, bool) {
	if !idPattern().MatchString(name) {
		return time.Time{}, false
	}
	created, err := time.Parse(stampLayout, name[:len(stampLayout)])
	return created, err == nil
}

func hasRecord(root *os.Root, id string) bool {
	info, err := root.Lstat(id + "/" + recordFile)
	return err == nil && info.Mode().IsRegular()
}

// folderSize adds up and counts the regular files below a folder of root. A file that disappears meanwhile
// (another process may be deleting the folder) counts nothing.
func folderSize(root *os.Root, name string) (size int64, files int, err error) {
	err = fs.WalkDir(root.FS(), name, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return ignoreMissing(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		if info.Mode().IsRegular() {
			size += info.Size()
			files++
		}
		return nil
	})
	return size, files, err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
