//go:build !linux

package host

import "github.com/cupelgo/cupel/evidence"

// Fingerprint describes this machine now: on this system only what the Go runtime knows.
func Fingerprint(string) evidence.Host { return portable() }

// Count returns nothing: this system does not publish what it counts.
func Count() Counters { return Counters{} }

// files returns nothing: this system does not publish such files.
func files() Files { return Files{} }

// inspect returns "": this system is not asked for the kinds of its file systems.
func inspect(string) (kind string, noExec bool) { return "", false }
