// Command fixed waits for the agent itself, which is up already.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/sleep-at-init/fixed/agent"
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
