// Command fixed1 asks for the version only if it is to be printed, but still compiles and decodes before main.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/several-report/fixed1/rules"
	"example.com/planted/several-report/fixed1/shop"
	"example.com/planted/several-report/stopwatch"
	"example.com/planted/several-report/tool"
)

func main() {
	line := flag.String("line", "", "line of a log to classify")
	id := flag.Int("id", -1, "product to look up")
	show := flag.Bool("version", false, "print the version of the other program")
	flag.Parse()
	if *show {
		fmt.Println(tool.Version("0.25"))
	}
	if *line != "" {
		fmt.Println(rules.Classify(*line))
	}
	if *id >= 0 {
		fmt.Println(shop.Find(*id))
	}
	stopwatch.Write()
}
