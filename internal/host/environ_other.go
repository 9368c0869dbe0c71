//go:build !linux

package host

import "os"

// Environ returns the environment for programs that Cupel starts.
func Environ() []string { return os.Environ() }
