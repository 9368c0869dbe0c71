// Package tool runs the other program that the report is made with.
package tool

import (
	"bytes"
	"log"
	"os/exec"
	"time"

	"example.com/planted/several-report/stopwatch"
)

// Version asks the other program for its version. It works for so many seconds first.
func Version(seconds string) string {
	defer stopwatch.Record("subprocess-on-path", time.Now())
	return output("sh", "-c", "sleep "+seconds+"; echo v7")
}

func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output() // want: subprocess-on-path
	if err != nil {
		log.Fatalf("running %s: %v", name, err)
	}
	return string(bytes.TrimSpace(out))
}
