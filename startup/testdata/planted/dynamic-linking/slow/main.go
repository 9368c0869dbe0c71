// Command slow is linked to a library that sets itself up when it is loaded.
package main

import (
	"flag"
	"fmt"
	"time"

	"example.com/planted/dynamic-linking/slow/codec"
	"example.com/planted/dynamic-linking/stopwatch"
)

func main() {
	show := flag.Bool("show", false, "print the name of the codec")
	flag.Parse()
	if *show {
		fmt.Println(codec.Name())
	}
	stopwatch.Record(time.Now().Add(-codec.Spent()))
	stopwatch.Write()
}
