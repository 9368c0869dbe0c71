// Package sidecar stands for the process beside the program that hands it a secret by way of a
// named pipe. Whoever opens the pipe waits in open(2) until the sidecar opens it too.
package sidecar

import (
	"log"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Pipe returns the path of a pipe that the sidecar writes a secret to after delay.
func Pipe(delay time.Duration) (string, error) {
	dir, err := os.MkdirTemp("", "sidecar")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "secret")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		return "", err
	}
	go deliver(path, delay)
	return path, nil
}

// deliver removes the pipe once both sides have it open, so that nothing is left behind.
func deliver(path string, delay time.Duration) {
	time.Sleep(delay)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		log.Printf("opening the pipe: %v", err)
		return
	}
	defer f.Close()
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		log.Printf("removing the pipe: %v", err)
	}
	if _, err := f.WriteString("s3cret\n"); err != nil {
		log.Printf("writing the secret: %v", err)
	}
}
