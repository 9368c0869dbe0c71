package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// Draft is a record in the making: a hidden folder in the store, into which artifacts are written.
// It ends by Commit or Discard. A draft is locked while its process lives, so that the next
// Begin can tell a draft whose process was killed.
type Draft struct {
	store *Store
	id    string
	lock  *os.File // nil where there are no locks
	done  bool
}

// Begin makes a draft, and the store if there is none yet. now and three bytes of random make the
// id. Drafts left behind by processes that died are swept first.
func (s *Store) Begin(now time.Time, random io.Reader) (*Draft, error) {
	id, err := newID(now, random)
	if err != nil {
		return nil, err
	}
	if err := s.create(); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	defer root.Close()
	d := &Draft{store: s, id: id}
	err = exclusively(root, func() error {
		if err := sweep(root, now); err != nil {
			return err
		}
		return d.make(root)
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func newID(now time.Time, random io.Reader) (string, error) {
	var tail [3]byte
	if _, err := io.ReadFull(random, tail[:]); err != nil {
		return "", fmt.Errorf("making a record's id: %w", err)
	}
	return now.UTC().Format(stampLayout) + "-" + hex.EncodeToString(tail[:]), nil
}

// create makes the folder of the store and hides it from git. A folder that already holds other
// things gets no .gitignore: it would hide those too.
func (s *Store) create() error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return fmt.Errorf("creating store: %w", err)
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("reading store: %w", err)
	}
	if len(entries) > 0 {
		return nil
	}
	err = os.WriteFile(filepath.Join(s.dir, ".gitignore"), []byte("*\n"), 0o644)
	if err != nil {
		return fmt.Errorf("creating store: %w", err)
	}
	return nil
}

// make creates the folder of the draft and locks it. Only the user may look into it: artifacts hold
// what the program printed.
func (d *Draft) make(root *os.Root) error {
	name := draftPrefix + d.id
	if err := root.Mkdir(name, 0o700); err != nil {
		return fmt.Errorf("creating draft: %w", err)
	}
	lock, err := lockDraft(root, name)
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return errors.Join(fmt.Errorf("locking draft: %w", err), root.Remove(name))
	}
	d.lock = lock
	return nil
}

// ID returns the id that the record will have.
func (d *Draft) ID() string {
	return d.id
}

// Dir returns the folder to write artifacts into.
func (d *Draft) Dir() string {
	return filepath.Join(d.store.dir, draftPrefix+d.id)
}

// Commit turns the draft into a record and returns the path of its evidence.json. It sets the id
// and the artifacts of rec: every regular file in the draft, whose media type is the one rec
// gives for that name or else follows from it. What is no regular file is not listed, and
// a warning says so. Afterwards the oldest records beyond the store's limits are deleted; if only
// that goes wrong, path is returned with the error.
func (d *Draft) Commit(rec *evidence.Record) (path string, err error) {
	if d.done {
		return "", fmt.Errorf("committing draft %s: it has ended already", d.id)
	}
	root, err := os.OpenRoot(d.store.dir)
	if err != nil {
		return "", fmt.Errorf("opening store: %w", err)
	}
	defer root.Close()
	rec.ID = d.id
	if err := d.write(root, rec); err != nil {
		return "", err
	}
	if err := root.Rename(draftPrefix+d.id, d.id); err != nil {
		return "", fmt.Errorf("committing record: %w", err)
	}
	d.end()
	path = filepath.Join(d.store.dir, d.id, recordFile)
	if err := flushFolder(root); err != nil {
		return path, err
	}
	return path, d.store.retain(root, d.id)
}

// write completes the draft: artifacts first, evidence.json last, all of it flushed to the disk.
func (d *Draft) write(root *os.Root, rec *evidence.Record) error {
	draft, err := root.OpenRoot(draftPrefix + d.id)
	if err != nil {
		return fmt.Errorf("opening draft: %w", err)
	}
	defer draft.Close()
	if err := collect(draft, rec); err != nil {
		return err
	}
	if err := writeRecord(draft, rec); err != nil {
		return err
	}
	return flushFolder(draft)
}

func writeRecord(draft *os.Root, rec *evidence.Record) error {
	if err := draft.RemoveAll(recordFile); err != nil {
		return fmt.Errorf("writing record: %w", err)
	}
	f, err := draft.OpenFile(recordFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing record: %w", err)
	}
	err = errors.Join(rec.Encode(f), f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("writing record: %w", err)
	}
	return nil
}

// Discard deletes the draft. After Commit or another Discard it does nothing, so that it can be
// deferred.
func (d *Draft) Discard() error {
	if d.done {
		return nil
	}
	d.end()
	err := os.RemoveAll(d.Dir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("discarding draft: %w", err)
	}
	return nil
}

func (d *Draft) end() {
	d.done = true
	if d.lock != nil {
		d.lock.Close() // nothing was written through it
	}
}

// flushFolder writes the names in root to the disk, where the system can.
func flushFolder(root *os.Root) error {
	f, err := root.Open(".")
	if err != nil {
		return fmt.Errorf("flushing folder: %w", err)
	}
	defer f.Close()
	if err := flush(f); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("flushing folder: %w", err)
	}
	return nil
}
