// Command decoy compiles before main, too, but few patterns.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/regexp-at-init/decoy/rules"
	"example.com/planted/regexp-at-init/stopwatch"
)

func main() {
	line := flag.String("line", "", "line of a log to classify")
	flag.Parse()
	if *line != "" {
		fmt.Println(rules.Classify(*line))
	}
	stopwatch.Write()
}
