//go:build !linux

package ptrace

import (
	"errors"
	"fmt"
)

// Available returns why tracing is not possible here.
func Available() error { return fmt.Errorf("tracing programs: %w", errors.ErrUnsupported) }
