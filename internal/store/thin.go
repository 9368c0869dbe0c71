package store

import (
	"fmt"
	"io/fs"
	"os"
	"time"
)

// limits say how much is kept.
type limits struct {
	whole   int           // records with their artifacts
	bytes   int64         // of all records
	records int           // with or without artifacts
	age     time.Duration // of records without artifacts, before the newest one
}

// retain thins the records beyond the newest and deletes the oldest until the rest is within the limits: artifacts
// go before any record does. The record named newest stays in any case, whole.
func (s *Store) retain(root *os.Root, newest string) error {
	entries, err := records(root)
	if err != nil {
		return err
	}
	size := int64(0)
	for _, entry := range entries {
		size += entry.Bytes
	}
	if size, err = s.thinOld(root, entries, newest, size); err != nil {
		return err
	}
	return s.removeOld(root, entries, newest, size)
}

// thinOld thins the oldest records and returns what is left of size.
func (s *Store) thinOld(root *os.Root, entries []Entry, newest string, size int64) (int64, error) {
	for i := range entries {
		e := &entries[i]
		if e.Thin || e.ID == newest || len(entries)-i <= s.keep.whole && size <= s.keep.bytes {
			continue
		}
		left, err := thin(root, e.ID)
		if err != nil {
			return 0, err
		}
		size -= e.Bytes - left
		e.Bytes, e.Thin = left, true
	}
	return size, nil
}

// removeOld deletes the oldest records while there are too many or they are too large, and thin ones that are too old.
func (s *Store) removeOld(root *os.Root, entries []Entry, newest string, size int64) error {
	now, _ := parseID(newest)
	count := len(entries)
	for _, e := range entries {
		expired := e.Thin && now.Sub(e.Created) > s.keep.age
		if e.ID == newest || !expired && count <= s.keep.records && size <= s.keep.bytes {
			continue
		}
		if err := remove(root, e.ID); err != nil {
			return err
		}
		count--
		size -= e.Bytes
	}
	return nil
}

// thin deletes the artifacts of a record and returns the size of what is left. evidence.json is not touched, so
// that whoever is killed meanwhile leaves a record, and the next one that retains goes on; several may do so at
// a time. A reader of artifacts that are half gone is told by their checksums, which evidence.json has.
func thin(root *os.Root, id string) (int64, error) {
	all, err := fs.ReadDir(root.FS(), id)
	if err != nil {
		return 0, ignoreMissing(err)
	}
	for _, entry := range all {
		if entry.Name() == recordFile {
			continue
		}
		if err := root.RemoveAll(id + "/" + entry.Name()); ignoreMissing(err) != nil {
			return 0, fmt.Errorf("thinning record %s: %w", id, err)
		}
	}
	info, err := root.Lstat(id + "/" + recordFile)
	if err != nil {
		return 0, ignoreMissing(err)
	}
	return info.Size(), nil
}
