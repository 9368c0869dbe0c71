// Command slow works through a queue now and then. It never listens, and sleeps before its first
// look.
package main

import (
	"fmt"
	"time"

	"example.com/planted/worker-sleeps-on-path/stopwatch"
)

func main() {
	settle()
	stopwatch.Write()
	for range time.Tick(5 * time.Second) {
		fmt.Println("looking for work")
	}
}

// settle gives the queue time to come up.
func settle() {
	defer stopwatch.Record(time.Now())
	time.Sleep(300 * time.Millisecond) // want: sleep-on-path
}
