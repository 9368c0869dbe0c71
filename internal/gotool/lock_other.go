//go:build !linux && !darwin

package gotool

import "errors"

// lockFile is not available here.
func lockFile(string) (func() error, error) { return nil, errors.ErrUnsupported }
