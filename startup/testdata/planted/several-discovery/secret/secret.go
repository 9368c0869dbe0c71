// Package secret reads the key that the sidecar of this program hands out.
package secret

import (
	"log"
	"os"
	"time"

	"example.com/planted/several-discovery/sidecar"
	"example.com/planted/several-discovery/stopwatch"
)

// Read waits until the sidecar hands the secret over, which takes delay.
func Read(delay time.Duration) string {
	defer stopwatch.Record("file-on-path", time.Now())
	path, err := sidecar.Pipe(delay)
	if err != nil {
		log.Fatalf("making the pipe: %v", err)
	}
	return load(path)
}

func load(path string) string {
	data, err := os.ReadFile(path) // want: file-on-path
	if err != nil {
		log.Fatalf("reading the secret: %v", err)
	}
	return string(data)
}
