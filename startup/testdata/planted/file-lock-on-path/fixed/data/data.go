// Package data keeps others off the data of this program.
package data

import (
	"log"
	"os"
	"syscall"
	"time"

	"example.com/planted/file-lock-on-path/holder"
	"example.com/planted/file-lock-on-path/stopwatch"
)

// Lock takes the lock of the data folder.
func Lock() *os.File {
	f := holder.File(300 * time.Millisecond)
	defer stopwatch.Record(time.Now())
	wait(f)
	return f
}

func wait(f *os.File) {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		log.Fatalf("locking: %v", err)
	}
}
