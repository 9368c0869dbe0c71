// Command fixed looks at the queue at once.
package main

import (
	"fmt"
	"time"

	"example.com/planted/worker-sleeps-on-path/stopwatch"
)

func main() {
	fmt.Println("looking for work")
	stopwatch.Write()
	for range time.Tick(5 * time.Second) {
		fmt.Println("looking for work")
	}
}
