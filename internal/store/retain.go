package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"time"
)

// staleAfter is the age at which a draft is taken for dead where locks cannot tell: no measurement
// lasts that long.
const staleAfter = 24 * time.Hour

// Cleaned is what Clean deleted and what it left.
type Cleaned struct {
	Records int
	Drafts  int
	Bytes   int64 // of both
	InUse   int   // drafts left because a running process writes into them
}

// Clean deletes every record and every draft that no running process is known to hold. Anything
// else in the folder stays, and so does the folder.
func (s *Store) Clean() (Cleaned, error) {
	var done Cleaned
	root, err := os.OpenRoot(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return done, nil
	}
	if err != nil {
		return done, fmt.Errorf("opening store: %w", err)
	}
	defer root.Close()
	err = exclusively(root, func() error {
		if err := done.records(root); err != nil {
			return err
		}
		return done.drafts(root)
	})
	return done, err
}

func (c *Cleaned) records(root *os.Root) error {
	entries, err := records(root)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := remove(root, entry.ID); err != nil {
			return err
		}
		c.Records++
		c.Bytes += entry.Bytes
	}
	return nil
}

func (c *Cleaned) drafts(root *os.Root) error {
	names, err := drafts(root)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !dead(root, name, math.MaxInt64) {
			c.InUse++
			continue
		}
		size, _, err := folderSize(root, name)
		if err != nil {
			return fmt.Errorf("measuring draft: %w", err)
		}
		if err := root.RemoveAll(name); err != nil {
			return fmt.Errorf("deleting draft: %w", err)
		}
		c.Drafts++
		c.Bytes += size
	}
	return nil
}

// sweep deletes the drafts whose process is gone.
func sweep(root *os.Root, now time.Time) error {
	names, err := drafts(root)
	if err != nil {
		return err
	}
	for _, name := range names {
		created, _ := parseDraft(name)
		if !dead(root, name, now.Sub(created)) {
			continue
		}
		if err := root.RemoveAll(name); err != nil {
			return fmt.Errorf("sweeping draft of an earlier run: %w", err)
		}
	}
	return nil
}

// drafts lists the drafts in root.
func drafts(root *os.Root) ([]string, error) {
	names, err := folders(root)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(names, func(name string) bool {
		_, ok := parseDraft(name)
		return !ok
	}), nil
}

func parseDraft(name string) (created time.Time, ok bool) {
	id, ok := strings.CutPrefix(name, draftPrefix)
	if !ok {
		return time.Time{}, false
	}
	return parseID(id)
}

// remove deletes a record. It is hidden first: a reader must never meet half a record, and what an
// interrupted deletion leaves is swept as a draft.
func remove(root *os.Root, id string) error {
	err := root.Rename(id, draftPrefix+id)
	if err == nil {
		err = root.RemoveAll(draftPrefix + id)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting record: %w", err)
	}
	return nil
}
