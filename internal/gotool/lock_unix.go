//go:build linux || darwin

package gotool

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lockFile takes the lock that the file of this name stands for, or returns errBusy. The lock
// ends with the process; unlocking removes the file.
func lockFile(name string) (func() error, error) {
	for {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
		if errors.Is(err, os.ErrPermission) {
			return nil, fmt.Errorf("%s: %w", name, errBusy)
		}
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			return nil, fmt.Errorf("%s: %w", name, errors.Join(errBusy, f.Close()))
		}
		if isNamed(f, name) {
			return func() error { return errors.Join(os.Remove(name), f.Close()) }, nil
		}
		// The holder before us removed the file between our two calls: ours is nobody's now.
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
}

// isNamed reports whether name is still the name of f.
func isNamed(f *os.File, name string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(name)
	return err == nil && os.SameFile(mine, named)
}
