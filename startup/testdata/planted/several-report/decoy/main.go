// Command decoy does all of it, but nothing of it takes long.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/several-report/decoy/rules"
	"example.com/planted/several-report/decoy/shop"
	"example.com/planted/several-report/stopwatch"
	"example.com/planted/several-report/tool"
)

func main() {
	line := flag.String("line", "", "line of a log to classify")
	id := flag.Int("id", -1, "product to look up")
	flag.Parse()
	fmt.Println(tool.Version("0"))
	if *line != "" {
		fmt.Println(rules.Classify(*line))
	}
	if *id >= 0 {
		fmt.Println(shop.Find(*id))
	}
	stopwatch.Write()
}
