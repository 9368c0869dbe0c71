// Package holder stands for another process that holds a file lock: a lock belongs to who opened the
// file, so that a second opening of it in the same process is as good.
package holder

import (
	"log"
	"os"
	"syscall"
	"time"
)

// File returns a file that is locked for delay.
func File(delay time.Duration) *os.File {
	held, err := os.CreateTemp("", "planted")
	if err != nil {
		log.Fatalf("making a file: %v", err)
	}
	f, err := os.Open(held.Name())
	if err == nil {
		err = os.Remove(held.Name())
	}
	if err == nil && delay > 0 {
		err = syscall.Flock(int(held.Fd()), syscall.LOCK_EX)
	}
	if err != nil {
		log.Fatalf("locking the file: %v", err)
	}
	go func() {
		time.Sleep(delay)
		held.Close()
	}()
	return f
}
