// Command decoy decodes before main, too, but a small sample.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/decode-xml-at-init/decoy/catalogue"
	"example.com/planted/decode-xml-at-init/stopwatch"
)

func main() {
	id := flag.Int("id", -1, "product to look up")
	flag.Parse()
	if *id >= 0 {
		fmt.Println(catalogue.Find(*id))
	}
	stopwatch.Write()
}
