//go:build !linux

package experiment

import (
	"errors"
	"fmt"
	"syscall"
)

func (o *output) terminal() error {
	return fmt.Errorf("this system's are not known: %w", errors.ErrUnsupported)
}

func controlled(sys *syscall.SysProcAttr) *syscall.SysProcAttr { return sys }
