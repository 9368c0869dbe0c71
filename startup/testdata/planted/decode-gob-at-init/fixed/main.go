// Command fixed decodes its embedded catalogue, gob, when it is first asked for a product.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/decode-gob-at-init/fixed/catalogue"
	"example.com/planted/decode-gob-at-init/stopwatch"
)

func main() {
	id := flag.Int("id", -1, "product to look up")
	flag.Parse()
	if *id >= 0 {
		fmt.Println(catalogue.Find(*id))
	}
	stopwatch.Write()
}
