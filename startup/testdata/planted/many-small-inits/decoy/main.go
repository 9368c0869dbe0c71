// Command decoy imports as many parts, which do next to nothing before main.
package main

import (
	"flag"
	"fmt"

	_ "example.com/planted/many-small-inits/decoy/parts"
	"example.com/planted/many-small-inits/part"
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
