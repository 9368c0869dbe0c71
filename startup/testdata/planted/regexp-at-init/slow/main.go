// Command slow compiles its patterns before main, whether or not it has a line to classify.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/regexp-at-init/slow/rules"
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
