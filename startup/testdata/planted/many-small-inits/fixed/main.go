// Command fixed registers the parts when they are first asked for.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/many-small-inits/fixed/parts"
	"example.com/planted/many-small-inits/stopwatch"
)

func main() {
	list := flag.Bool("list", false, "list the parts")
	flag.Parse()
	if *list {
		fmt.Println(parts.Names())
	}
	stopwatch.Write()
}
