// Package upgrade lets another execution of this program bring the data up to date: it may crash.
package upgrade

import (
	"log"
	"os"
	"os/exec"
	"time"

	"example.com/planted/subprocess-self-on-path/stopwatch"
)

// Run returns when the data is up to date.
func Run() {
	defer stopwatch.Record(time.Now())
	again("upgrade")
}

func again(args ...string) {
	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	if out, err := exec.Command(self, args...).CombinedOutput(); err != nil { // want: subprocess-on-path
		log.Fatalf("running itself: %v: %s", err, out)
	}
}
