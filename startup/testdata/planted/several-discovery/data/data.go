// Package data keeps others off the data of this program.
package data

import (
	"log"
	"os"
	"syscall"
	"time"

	"example.com/planted/several-discovery/holder"
	"example.com/planted/several-discovery/stopwatch"
)

// Lock takes the lock of the data folder, which another process holds for delay.
func Lock(delay time.Duration) *os.File {
	f := holder.File(delay)
	defer stopwatch.Record("file-lock-on-path", time.Now())
	wait(f)
	return f
}

func wait(f *os.File) {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil { // want: file-lock-on-path
		log.Fatalf("locking: %v", err)
	}
}
