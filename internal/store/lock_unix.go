//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import (
	"errors"
	"os"
	"syscall"
)

// What lock does when another process holds the lock.
const (
	wait = syscall.LOCK_EX
	fail = syscall.LOCK_EX | syscall.LOCK_NB
)

// lock takes the exclusive lock on an open folder. The system releases it when the file is closed or
// the process ends, however it ends.
func lock(dir *os.File, how int) error {
	err := flock(dir, how)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return errLocked
	case errors.Is(err, syscall.ENOLCK): // a network file system without a lock service
		return errors.ErrUnsupported
	}
	return err
}

func flock(dir *os.File, how int) error {
	for {
		err := syscall.Flock(int(dir.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// flush writes a file or the names in a folder to the disk.
func flush(f *os.File) error { return f.Sync() }
