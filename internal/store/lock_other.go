//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package store

import (
	"errors"
	"os"
)

const (
	wait = iota
	fail
)

// lock is not available here: the age of a draft has to tell whether it is dead.
func lock(*os.File, int) error { return errors.ErrUnsupported }

// flush is not available for folders and for files opened to be read.
func flush(*os.File) error { return errors.ErrUnsupported }
