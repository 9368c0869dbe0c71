// Command slow sleeps before main to let an agent come up.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/sleep-at-init/slow/agent"
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
