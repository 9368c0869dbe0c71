// Command slow compiles patterns and decodes a catalogue before main, and asks another program for its version.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/several-report/slow/rules"
	"example.com/planted/several-report/slow/shop"
	"example.com/planted/several-report/stopwatch"
	"example.com/planted/several-report/tool"
)

func main() {
	line := flag.String("line", "", "line of a log to classify")
	id := flag.Int("id", -1, "product to look up")
	flag.Parse()
	fmt.Println(tool.Version("0.25"))
	if *line != "" {
		fmt.Println(rules.Classify(*line))
	}
	if *id >= 0 {
		fmt.Println(shop.Find(*id))
	}
	stopwatch.Write()
}
