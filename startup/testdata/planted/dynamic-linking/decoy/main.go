// Command decoy is linked to a library, too, that is set up at once.
package main

import (
	"flag"
	"fmt"
	"time"

	"example.com/planted/dynamic-linking/decoy/codec"
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
