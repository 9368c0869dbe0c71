// Package data keeps others off the data of this program.
package data

import (
	"log"
	"os"
	"sync"
	"syscall"
	"time"

	"example.com/planted/file-lock-at-init/holder"
	"example.com/planted/file-lock-at-init/stopwatch"
)

var dir = sync.OnceValue(lock)

// Locked reports whether this process holds the lock.
func Locked() bool { return dir() != nil }

// lock takes the lock of the data folder.
func lock() *os.File {
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
