// Package version finds out which version of the data is installed.
package version

import (
	"bytes"
	"log"
	"os/exec"
	"time"

	"example.com/planted/subprocess-on-path/stopwatch"
)

// Installed asks another program for the version.
func Installed() string {
	defer stopwatch.Record(time.Now())
	return output("sh", "-c", "sleep 0.3; echo v7")
}

func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output() // want: subprocess-on-path
	if err != nil {
		log.Fatalf("running %s: %v", name, err)
	}
	return string(bytes.TrimSpace(out))
}
