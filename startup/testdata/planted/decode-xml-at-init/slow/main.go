// Command slow decodes an embedded catalogue, packed XML, before main, whether or not it is asked for a product.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/decode-xml-at-init/slow/catalogue"
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
