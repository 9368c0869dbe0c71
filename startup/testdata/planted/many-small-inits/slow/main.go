// Command slow imports many parts, each of which does a little before main.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/many-small-inits/part"
	_ "example.com/planted/many-small-inits/slow/parts"
	"example.com/planted/many-small-inits/stopwatch"
)

func main() {
	list := flag.Bool("list", false, "list the parts")
	flag.Parse()
	if *list {
		fmt.Println(part.Names())
	}
	stopwatch.Write()
}
