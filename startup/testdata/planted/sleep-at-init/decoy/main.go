// Command decoy sleeps before main, too, but in a goroutine that nobody waits for.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/sleep-at-init/decoy/agent"
	"example.com/planted/sleep-at-init/stopwatch"
)

func main() {
	verbose := flag.Bool("verbose", false, "say which agent is used")
	flag.Parse()
	if *verbose {
		fmt.Println(agent.Address())
	}
	stopwatch.Write()
}
