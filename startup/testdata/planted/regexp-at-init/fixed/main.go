// Command fixed compiles its patterns when the first line is to be classified.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/regexp-at-init/fixed/rules"
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
