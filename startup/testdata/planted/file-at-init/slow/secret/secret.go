// Package secret holds the key that the sidecar of this program hands out.
package secret

import (
	"log"
	"os"

	"time"

	"example.com/planted/file-at-init/sidecar"
	"example.com/planted/file-at-init/stopwatch"
)

var secret = load() // want: file-at-init

// Read returns the secret.
func Read() []byte { return secret }

// load waits until the sidecar hands the secret over.
func load() []byte {
	defer stopwatch.Record(time.Now())
	path, err := sidecar.Pipe(300 * time.Millisecond)
	if err != nil {
		log.Fatalf("making the pipe: %v", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatalf("reading the secret: %v", err)
	}
	return data
}
