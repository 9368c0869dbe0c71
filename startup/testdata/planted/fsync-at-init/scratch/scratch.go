// Package scratch makes files for a moment.
package scratch

import (
	"log"
	"os"
)

// File returns an empty file without a name: it goes when it is closed. It is in /var/tmp, which lies
// on a disk where /tmp may be memory.
func File() *os.File {
	f, err := os.CreateTemp("/var/tmp", "planted")
	if err == nil {
		err = os.Remove(f.Name())
	}
	if err != nil {
		log.Fatalf("making a file: %v", err)
	}
	return f
}
