//go:build !linux

package experiment

import "errors"

// Forget is not possible here.
func Forget(string) (Forgotten, error) { return Forgotten{Stayed: -1}, errors.ErrUnsupported }
