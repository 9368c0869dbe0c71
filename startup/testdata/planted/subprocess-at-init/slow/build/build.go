// Package build knows the version of this program.
package build

import (
	"log"
	"os/exec"

	"time"

	"example.com/planted/subprocess-at-init/stopwatch"
)

var version = describe() // want: subprocess-at-init

// Version returns the version.
func Version() string { return version }

// describe runs a program that takes its time, as git does in a big repository.
func describe() string {
	defer stopwatch.Record(time.Now())
	if err := exec.Command("sleep", "0.3").Run(); err != nil {
		log.Fatalf("describing the build: %v", err)
	}
	return "v1.2.3"
}
