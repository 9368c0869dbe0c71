// Command decoy sleeps, too, but between its looks.
package main

import (
	"fmt"
	"time"

	"example.com/planted/worker-sleeps-on-path/stopwatch"
)

func main() {
	stopwatch.Write()
	for {
		fmt.Println("looking for work")
		time.Sleep(5 * time.Second)
	}
}
