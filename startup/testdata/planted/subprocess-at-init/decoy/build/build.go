// Package build knows the version of this program.
package build

import (
	"log"
	"os/exec"
)

var tidied = make(chan struct{})

func init() {
	go tidy()
}

// Version returns the version, once nothing runs beside the program any more.
func Version() string {
	<-tidied
	return "v1.2.3"
}

// tidy stands for cleaning up after the last run.
func tidy() {
	defer close(tidied)
	if err := exec.Command("sleep", "0.05").Run(); err != nil {
		log.Fatalf("tidying up: %v", err)
	}
}
