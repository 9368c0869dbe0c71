//go:build !linux

package experiment

import (
	"errors"
	"os"
)

// startToEntry starts a program. Its entry point is not observed here.
func (c *child) startToEntry(path string, args []string, attr *os.ProcAttr) error {
	c.unseen = errors.ErrUnsupported
	return c.startUnseen(path, args, attr)
}
