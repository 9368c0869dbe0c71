//go:build !linux

package host

import "github.com/cupelgo/cupel/evidence"

// Fingerprint describes this machine now: on this system only what the Go runtime knows.
func Fingerprint() evidence.Host {
	return portable()
}

// Throttled returns nil: this system does not say how often a CPU quota cut a process short.
func Throttled() *int64 {
	return nil
}
