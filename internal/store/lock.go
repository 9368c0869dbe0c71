package store

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// errLocked says that another process holds a lock.
var errLocked = errors.New("locked by another process")

// exclusively runs f while no other process does so on the same store: between the making of a
// draft and its locking another process would take it for a dead one. Where there are no locks f
// just runs, and the age of drafts protects them.
func exclusively(root *os.Root, f func() error) error {
	dir, err := root.Open(".")
	if err != nil {
		return fmt.Errorf("locking store: %w", err)
	}
	defer dir.Close()
	if err := lock(dir, wait); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("locking store: %w", err)
	}
	return f()
}

// lockDraft locks a draft for as long as the file stays open. The file is nil where there are no
// locks, since an open folder could not be renamed on such systems.
func lockDraft(root *os.Root, name string) (*os.File, error) {
	dir, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	err = lock(dir, fail)
	if err == nil {
		return dir, nil
	}
	dir.Close()
	return nil, err
}

// dead tells whether a draft of the given age has no owner. Its lock decides; where locks cannot
// tell, its age does.
func dead(root *os.Root, draft string, age time.Duration) bool {
	held, err := lockDraft(root, draft)
	switch {
	case err == nil:
		held.Close()
		return true
	case errors.Is(err, errLocked):
		return false
	}
	return age > staleAfter
}
